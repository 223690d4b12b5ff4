// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Parses requests from untrusted clients: drops unknown fields, and refuses a request whose objects would take much more
 * memory than its bytes. Any thread.
 *
 * @param <Q> type of the request
 */
public final class RequestParser<Q extends Message> {
    /** Passes on what arrives. Who receives it reads it by {@link #bytes} before gRPC closes it. */
    static final MethodDescriptor.Marshaller<InputStream> UNREAD = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(InputStream request) {
            return request;
        }

        @Override
        public InputStream parse(InputStream stream) {
            return stream;
        }
    };

    /** What a compressed request may become: a few bytes can become megabytes, which takes time. */
    private static final int DECOMPRESSED_BYTES = 64 << 10;

    /** Memory that a field takes once it is parsed, beside its bytes. */
    private static final int FIELD_BYTES = 32;

    private final Q prototype;
    private final Parser<Q> parser;

    @SuppressWarnings("unchecked") // a message's parser makes messages of its kind
    RequestParser(Q prototype) {
        this.prototype = prototype;
        this.parser = DiscardUnknownFieldsParser.wrap((Parser<Q>) prototype.getParserForType());
    }

    /** Returns a parser for the requests of a generated method. */
    @SuppressWarnings("unchecked") // which is told by a prototype
    static <Q extends Message> RequestParser<Q> of(MethodDescriptor<Q, ?> method) {
        var generated = (MethodDescriptor.PrototypeMarshaller<Q>) method.getRequestMarshaller();
        return new RequestParser<>(Objects.requireNonNull(generated.getMessagePrototype()));
    }

    /** Returns the service with its requests parsed by this class instead of the generated marshallers. */
    public static ServerServiceDefinition guarding(ServerServiceDefinition service) {
        List<ServerMethodDefinition<?, ?>> methods = new ArrayList<>();
        service.getMethods().forEach(method -> methods.add(guarded(method)));
        ServiceDescriptor.Builder descriptor = ServiceDescriptor.newBuilder(
                        service.getServiceDescriptor().getName())
                .setSchemaDescriptor(service.getServiceDescriptor().getSchemaDescriptor());
        methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
        ServerServiceDefinition.Builder guarded = ServerServiceDefinition.builder(descriptor.build());
        methods.forEach(guarded::addMethod);
        return guarded.build();
    }

    @SuppressWarnings("unchecked") // requests of generated methods are messages
    private static <Q extends Message, A> ServerMethodDefinition<?, A> guarded(ServerMethodDefinition<?, A> method) {
        return method.getMethodDescriptor().getRequestMarshaller()
                                instanceof MethodDescriptor.PrototypeMarshaller<?> generated
                        && generated.getMessagePrototype() instanceof Message
                ? ParsingCallHandler.of((ServerMethodDefinition<Q, A>) method)
                : method;
    }

    /** @throws io.grpc.StatusRuntimeException if it cannot be served */
    Q parse(byte[] request) {
        int fields = RequestComplexity.fields(request, prototype.getDescriptorForType());
        if (fields > RequestComplexity.MOST) {
            throw Status.RESOURCE_EXHAUSTED
                    .withDescription("the request has too many parts; ask for less at once")
                    .asRuntimeException();
        }
        RequestBytes memory = RequestBytes.current();
        long parsedBytes = request.length + (long) fields * FIELD_BYTES;
        if (memory != null) {
            memory.hold(parsedBytes);
        }
        Q parsed = parsed(request);
        if (memory != null) {
            // A call may keep all of it, such as the name of the service that it watches.
            memory.mayKeep(parsedBytes);
        }
        return parsed;
    }

    private Q parsed(byte[] request) {
        try {
            return parser.parseFrom(request);
        } catch (InvalidProtocolBufferException malformed) {
            throw Status.INTERNAL
                    .withDescription("Invalid protobuf byte sequence")
                    .withCause(malformed)
                    .asRuntimeException();
        }
    }

    /**
     * Reads a request as bytes, which can be parsed later.
     *
     * @throws io.grpc.StatusRuntimeException if it cannot be served
     */
    static byte[] bytes(InputStream stream) {
        byte[] request = read(stream);
        RequestBytes memory = RequestBytes.current();
        if (memory != null) {
            memory.hold(request.length);
        }
        return request;
    }

    private static byte[] read(InputStream stream) {
        try {
            // gRPC knows the length of what was not compressed.
            if (stream instanceof KnownLength) {
                return stream.readAllBytes();
            }
            byte[] request = stream.readNBytes(DECOMPRESSED_BYTES + 1);
            if (request.length > DECOMPRESSED_BYTES) {
                throw Status.RESOURCE_EXHAUSTED
                        .withDescription("a compressed request has more than " + DECOMPRESSED_BYTES
                                + " bytes; send it without compression")
                        .asRuntimeException();
            }
            return request;
        } catch (IOException corrupt) {
            throw Status.INTERNAL
                    .withDescription("Invalid compressed byte sequence")
                    .withCause(corrupt)
                    .asRuntimeException();
        }
    }
}

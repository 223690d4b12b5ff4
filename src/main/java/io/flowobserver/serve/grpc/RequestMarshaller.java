// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
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
public final class RequestMarshaller<Q extends Message> implements MethodDescriptor.Marshaller<Q> {
    /** Reads a request as bytes, which are parsed later. */
    static final MethodDescriptor.Marshaller<byte[]> BYTES = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] request) {
            throw new UnsupportedOperationException("requests are only read here");
        }

        @Override
        public byte[] parse(InputStream stream) {
            return bytes(stream);
        }
    };

    private final Q prototype;
    private final Parser<Q> parser;

    @SuppressWarnings("unchecked") // a message's parser makes messages of its kind
    RequestMarshaller(Q prototype) {
        this.prototype = prototype;
        this.parser = DiscardUnknownFieldsParser.wrap((Parser<Q>) prototype.getParserForType());
    }

    /** Returns a marshaller for the requests of a generated method. */
    @SuppressWarnings("unchecked") // which is told by a prototype
    static <Q extends Message> RequestMarshaller<Q> of(MethodDescriptor<Q, ?> method) {
        var generated = (MethodDescriptor.PrototypeMarshaller<Q>) method.getRequestMarshaller();
        return new RequestMarshaller<>(Objects.requireNonNull(generated.getMessagePrototype()));
    }

    /** Returns the service with marshallers of this class in place of the generated ones for requests. */
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
    private static <Q, A> ServerMethodDefinition<Q, A> guarded(ServerMethodDefinition<Q, A> method) {
        MethodDescriptor<Q, A> descriptor = method.getMethodDescriptor();
        if (!(descriptor.getRequestMarshaller() instanceof MethodDescriptor.PrototypeMarshaller<Q> generated)
                || !(generated.getMessagePrototype() instanceof Message prototype)) {
            return method;
        }
        var marshaller = (MethodDescriptor.Marshaller<Q>) new RequestMarshaller<>(prototype);
        return ServerMethodDefinition.create(
                descriptor.toBuilder(marshaller, descriptor.getResponseMarshaller())
                        .build(),
                method.getServerCallHandler());
    }

    @Override
    public InputStream stream(Q request) {
        throw new UnsupportedOperationException("requests are only read here");
    }

    @Override
    public Q parse(InputStream stream) {
        return parse(bytes(stream));
    }

    /** @throws io.grpc.StatusRuntimeException if it cannot be served */
    Q parse(byte[] request) {
        if (!RequestComplexity.areFew(request, prototype.getDescriptorForType())) {
            throw Status.RESOURCE_EXHAUSTED
                    .withDescription("the request has too many parts; ask for less at once")
                    .asRuntimeException();
        }
        try {
            return parser.parseFrom(request);
        } catch (InvalidProtocolBufferException malformed) {
            throw Status.INTERNAL
                    .withDescription("Invalid protobuf byte sequence")
                    .withCause(malformed)
                    .asRuntimeException();
        }
    }

    private static byte[] bytes(InputStream stream) {
        try (stream) {
            return stream.readAllBytes();
        } catch (IOException impossible) {
            throw new IllegalStateException("a received message can be read", impossible);
        }
    }
}

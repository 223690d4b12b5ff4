// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import com.google.protobuf.Message;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.StatusRuntimeException;
import java.io.InputStream;

/**
 * Parses the requests of a method and passes them to the method's own handler. A request that cannot be served ends its
 * call with the status that says why; thrown by a marshaller, gRPC would take it for an error of the server. Any thread.
 *
 * @param <Q> type of the requests
 * @param <A> type of the responses
 */
final class ParsingCallHandler<Q extends Message, A> implements ServerCallHandler<InputStream, A> {
    private final MethodDescriptor<Q, A> method;
    private final ServerCallHandler<Q, A> handler;
    private final RequestParser<Q> parser;

    private ParsingCallHandler(ServerMethodDefinition<Q, A> definition) {
        this.method = definition.getMethodDescriptor();
        this.handler = definition.getServerCallHandler();
        this.parser = RequestParser.of(method);
    }

    /** Returns the same method with requests as they arrive, which are parsed here. */
    static <Q extends Message, A> ServerMethodDefinition<InputStream, A> of(ServerMethodDefinition<Q, A> definition) {
        MethodDescriptor<Q, A> method = definition.getMethodDescriptor();
        return ServerMethodDefinition.create(
                method.toBuilder(RequestParser.UNREAD, method.getResponseMarshaller())
                        .build(),
                new ParsingCallHandler<>(definition));
    }

    @Override
    public ServerCall.Listener<InputStream> startCall(ServerCall<InputStream, A> call, Metadata headers) {
        ServerCall<Q, A> parsed = new ParsedCall<>(call, method);
        return new Listener(parsed, handler.startCall(parsed, headers));
    }

    /** The same call for a handler of messages. */
    private static final class ParsedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private final MethodDescriptor<Q, A> method;

        @SuppressWarnings("unchecked") // the type of requests is in the descriptor alone
        ParsedCall(ServerCall<InputStream, A> call, MethodDescriptor<Q, A> method) {
            super((ServerCall<Q, A>) (ServerCall<?, A>) call);
            this.method = method;
        }

        @Override
        public MethodDescriptor<Q, A> getMethodDescriptor() {
            return method;
        }
    }

    /** Used by the event loop of the call's connection. */
    private final class Listener extends ServerCall.Listener<InputStream> {
        private final ServerCall<Q, A> call;
        private final ServerCall.Listener<Q> receiver;
        private boolean refused;

        Listener(ServerCall<Q, A> call, ServerCall.Listener<Q> receiver) {
            this.call = call;
            this.receiver = receiver;
        }

        @Override
        public void onMessage(InputStream request) {
            if (refused) {
                return;
            }
            Q parsed;
            try {
                parsed = parser.parse(RequestParser.bytes(request));
            } catch (StatusRuntimeException unreadable) {
                refused = true;
                call.close(unreadable.getStatus(), new Metadata());
                return;
            }
            receiver.onMessage(parsed);
        }

        @Override
        public void onHalfClose() {
            if (!refused) {
                receiver.onHalfClose();
            }
        }

        @Override
        public void onCancel() {
            receiver.onCancel();
        }

        @Override
        public void onComplete() {
            receiver.onComplete();
        }

        @Override
        public void onReady() {
            receiver.onReady();
        }
    }
}

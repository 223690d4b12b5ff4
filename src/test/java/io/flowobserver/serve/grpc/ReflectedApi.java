// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.reflection.v1alpha.ServerReflectionGrpc;
import io.grpc.reflection.v1alpha.ServerReflectionRequest;
import io.grpc.reflection.v1alpha.ServerReflectionResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A client that knows nothing but what the server's reflection tells it: no generated class has a part in it. */
final class ReflectedApi {
    private final Channel channel;
    private final ServiceDescriptor service;

    private ReflectedApi(Channel channel, ServiceDescriptor service) {
        this.channel = channel;
        this.service = service;
    }

    static ReflectedApi of(Channel channel, String service) throws Exception {
        var answer = new CompletableFuture<ServerReflectionResponse>();
        StreamObserver<ServerReflectionRequest> requests =
                ServerReflectionGrpc.newStub(channel).serverReflectionInfo(new FirstAnswer(answer));
        requests.onNext(ServerReflectionRequest.newBuilder()
                .setFileContainingSymbol(service)
                .build());
        requests.onCompleted();
        Map<String, FileDescriptorProto> files = new HashMap<>();
        for (ByteString bytes :
                answer.get(20, TimeUnit.SECONDS).getFileDescriptorResponse().getFileDescriptorProtoList()) {
            FileDescriptorProto file = FileDescriptorProto.parseFrom(bytes);
            files.put(file.getName(), file);
        }
        String simpleName = service.substring(service.lastIndexOf('.') + 1);
        Map<String, FileDescriptor> linked = new HashMap<>();
        for (String file : files.keySet()) {
            ServiceDescriptor found = link(file, files, linked).findServiceByName(simpleName);
            if (found != null && found.getFullName().equals(service)) {
                return new ReflectedApi(channel, found);
            }
        }
        throw new AssertionError("reflection does not tell of " + service + ": " + files.keySet());
    }

    /** A request of a method, to be filled by the names of its fields. */
    DynamicMessage.Builder request(String method) {
        return DynamicMessage.newBuilder(service.findMethodByName(method).getInputType());
    }

    Iterator<DynamicMessage> call(String method, DynamicMessage request) {
        MethodDescriptor descriptor = service.findMethodByName(method);
        var grpc = io.grpc.MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
                .setType(MethodType.SERVER_STREAMING)
                .setFullMethodName(service.getFullName() + "/" + method)
                .setRequestMarshaller(
                        ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(descriptor.getInputType())))
                .setResponseMarshaller(
                        ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(descriptor.getOutputType())))
                .build();
        return ClientCalls.blockingServerStreamingCall(
                channel, grpc, CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS), request);
    }

    /** The value at a path of field names. */
    static Object value(DynamicMessage message, String... path) {
        Object value = message;
        for (String name : path) {
            DynamicMessage parent = (DynamicMessage) value;
            value = parent.getField(parent.getDescriptorForType().findFieldByName(name));
        }
        return value;
    }

    private static FileDescriptor link(
            String name, Map<String, FileDescriptorProto> files, Map<String, FileDescriptor> linked) throws Exception {
        FileDescriptor known = linked.get(name);
        if (known == null) {
            FileDescriptorProto file = files.get(name);
            FileDescriptor[] imports = new FileDescriptor[file.getDependencyCount()];
            for (int i = 0; i < imports.length; i++) {
                imports[i] = link(file.getDependency(i), files, linked);
            }
            known = FileDescriptor.buildFrom(file, imports);
            linked.put(name, known);
        }
        return known;
    }

    private record FirstAnswer(CompletableFuture<ServerReflectionResponse> answer)
            implements StreamObserver<ServerReflectionResponse> {
        @Override
        public void onNext(ServerReflectionResponse response) {
            answer.complete(response);
        }

        @Override
        public void onError(Throwable failure) {
            answer.completeExceptionally(failure);
        }

        @Override
        public void onCompleted() {
            answer.completeExceptionally(new IllegalStateException("no answer"));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.reflect;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.flowobserver.cli.console.UserError;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.reflection.v1alpha.ServerReflectionGrpc;
import io.grpc.reflection.v1alpha.ServerReflectionRequest;
import io.grpc.reflection.v1alpha.ServerReflectionResponse;
import io.grpc.reflection.v1alpha.ServiceResponse;
import io.grpc.stub.ClientCalls;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Asks a server for the files that its services are written in, by the older of the two protocols, which servers of all
 * releases have. Each question is a call of its own.
 */
final class ServerReflection {
    private static final int MOST_FILES = 10_000;

    /** As in the hubble command. */
    private static final Set<String> OTHERS =
            Set.of("grpc.reflection.v1alpha.ServerReflection", "grpc.health.v1.Health");

    private final Channel channel;
    private final CallOptions options;
    private final Map<String, FileDescriptorProto> files = new LinkedHashMap<>();

    /** @param options have the deadline of all calls together */
    ServerReflection(Channel channel, CallOptions options) {
        this.channel = channel;
        this.options = options;
    }

    /**
     * Returns the files of all services with those that they import, each once, in the order in which the hubble
     * command prints them.
     *
     * @throws UserError if the server's responses make no sense
     * @throws io.grpc.StatusRuntimeException if a call fails
     */
    List<FileDescriptorProto> files() {
        ServerReflectionResponse services =
                ask(ServerReflectionRequest.newBuilder().setListServices(""));
        for (ServiceResponse service : services.getListServicesResponse().getServiceList()) {
            if (!OTHERS.contains(service.getName())) {
                add(ask(ServerReflectionRequest.newBuilder().setFileContainingSymbol(service.getName())));
            }
        }
        return new ArrayList<>(files.values());
    }

    private void add(ServerReflectionResponse response) {
        for (ByteString bytes : response.getFileDescriptorResponse().getFileDescriptorProtoList()) {
            FileDescriptorProto file = parse(bytes);
            if (files.size() >= MOST_FILES) {
                throw new UserError("the server has more than " + MOST_FILES + " protobuf files");
            }
            // Also ends a circle of imports, which a server could make up.
            if (files.putIfAbsent(file.getName(), file) == null) {
                for (String dependency : file.getDependencyList()) {
                    if (!files.containsKey(dependency)) {
                        add(ask(ServerReflectionRequest.newBuilder().setFileByFilename(dependency)));
                    }
                }
            }
        }
    }

    private ServerReflectionResponse ask(ServerReflectionRequest.Builder request) {
        Iterator<ServerReflectionResponse> responses = ClientCalls.blockingServerStreamingCall(
                channel, ServerReflectionGrpc.getServerReflectionInfoMethod(), options, request.build());
        if (!responses.hasNext()) {
            throw new UserError("the server did not answer a question about its API");
        }
        ServerReflectionResponse response = responses.next();
        if (response.hasErrorResponse()) {
            throw new UserError(
                    "unexpected response: " + response.getErrorResponse().getErrorMessage());
        }
        return response;
    }

    private static FileDescriptorProto parse(ByteString bytes) {
        try {
            return FileDescriptorProto.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new UserError("the server sent something that is no protobuf file: " + e.getMessage());
        }
    }
}

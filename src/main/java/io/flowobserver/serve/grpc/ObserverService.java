// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import com.google.protobuf.Message;
import io.flowobserver.proto.observer.GetNamespacesRequest;
import io.flowobserver.proto.observer.GetNamespacesResponse;
import io.flowobserver.proto.observer.GetNodesRequest;
import io.flowobserver.proto.observer.GetNodesResponse;
import io.flowobserver.proto.observer.ObserverGrpc;
import io.flowobserver.proto.observer.ServerStatusRequest;
import io.flowobserver.proto.observer.ServerStatusResponse;
import io.flowobserver.serve.stream.StreamLoops;
import io.flowobserver.serve.stream.StreamOpener;
import io.flowobserver.serve.stream.StreamRequests;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.StreamObserver;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Serves {@code observer.Observer}. Generated code handles unary calls; the streaming methods are replaced by ones that
 * send encoded messages. Any thread.
 */
public final class ObserverService extends ObserverGrpc.ObserverImplBase {
    private final StreamRequests requests;
    private final StreamLoops loops;
    private final NodeResponses node;

    public ObserverService(StreamRequests requests, StreamLoops loops, NodeResponses node) {
        this.requests = requests;
        this.loops = loops;
        this.node = node;
    }

    /**
     * Returns the service with its streaming methods replaced.
     *
     * @param counts counts the messages of streams
     * @param bundling says how streams hand their responses to gRPC
     */
    public ServerServiceDefinition definition(CallCounts counts, ResponseBundling bundling) {
        ServerServiceDefinition generated = bindService();
        Map<String, ServerMethodDefinition<?, ?>> methods = new LinkedHashMap<>();
        generated
                .getMethods()
                .forEach(method -> methods.put(method.getMethodDescriptor().getFullMethodName(), method));
        List.of(
                        streaming(ObserverGrpc.getGetFlowsMethod(), requests.flows(), counts, bundling),
                        streaming(ObserverGrpc.getGetAgentEventsMethod(), requests.agentEvents(), counts, bundling),
                        streaming(ObserverGrpc.getGetDebugEventsMethod(), requests.debugEvents(), counts, bundling))
                .forEach(method -> methods.put(method.getMethodDescriptor().getFullMethodName(), method));
        ServiceDescriptor.Builder descriptor = ServiceDescriptor.newBuilder(
                        generated.getServiceDescriptor().getName())
                .setSchemaDescriptor(generated.getServiceDescriptor().getSchemaDescriptor());
        methods.values().forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
        ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(descriptor.build());
        methods.values().forEach(service::addMethod);
        return service.build();
    }

    @Override
    public void serverStatus(ServerStatusRequest request, StreamObserver<ServerStatusResponse> answer) {
        answer.onNext(node.status());
        answer.onCompleted();
    }

    @Override
    public void getNodes(GetNodesRequest request, StreamObserver<GetNodesResponse> answer) {
        answer.onNext(node.nodes());
        answer.onCompleted();
    }

    @Override
    public void getNamespaces(GetNamespacesRequest request, StreamObserver<GetNamespacesResponse> answer) {
        answer.onNext(node.namespaces());
        answer.onCompleted();
    }

    private <Q extends Message> ServerMethodDefinition<InputStream, AnswerBundle> streaming(
            MethodDescriptor<Q, ?> method, StreamOpener<Q> opener, CallCounts counts, ResponseBundling bundling) {
        MethodDescriptor<InputStream, AnswerBundle> encoded =
                method.toBuilder(RequestParser.UNREAD, AnswerBundle.MARSHALLER).build();
        var served = new ServerStreamingCall.Method<>(RequestParser.of(method), opener, counts.of(encoded), bundling);
        return ServerMethodDefinition.create(
                encoded, (call, headers) -> new ServerStreamingCall<>(call, loops, requests, served));
    }
}

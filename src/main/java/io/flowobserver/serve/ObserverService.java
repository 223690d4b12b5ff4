// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve;

import io.flowobserver.proto.observer.GetAgentEventsRequest;
import io.flowobserver.proto.observer.GetAgentEventsResponse;
import io.flowobserver.proto.observer.GetDebugEventsRequest;
import io.flowobserver.proto.observer.GetDebugEventsResponse;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.GetNamespacesRequest;
import io.flowobserver.proto.observer.GetNamespacesResponse;
import io.flowobserver.proto.observer.GetNodesRequest;
import io.flowobserver.proto.observer.GetNodesResponse;
import io.flowobserver.proto.observer.ObserverGrpc;
import io.flowobserver.proto.observer.ServerStatusRequest;
import io.flowobserver.proto.observer.ServerStatusResponse;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;

/** {@code observer.Observer}. Unary calls go through generated code, GetFlows writes its messages itself. */
final class ObserverService extends ObserverGrpc.ObserverImplBase {
    private final FlowSource source;
    private final Queries queries;
    private final StreamLoops loops;
    private final String version;
    private final long startNanos = System.nanoTime();

    ObserverService(FlowSource source, Queries queries, StreamLoops loops, String version) {
        this.source = source;
        this.queries = queries;
        this.loops = loops;
        this.version = version;
    }

    /** The service with GetFlows in the form that takes encoded messages. */
    ServerServiceDefinition definition() {
        MethodDescriptor<GetFlowsRequest, ResponseMessage> getFlows = ObserverGrpc.getGetFlowsMethod().toBuilder(
                        ObserverGrpc.getGetFlowsMethod().getRequestMarshaller(), ResponseMessage.MARSHALLER)
                .build();
        ServerServiceDefinition generated = bindService();
        ServiceDescriptor.Builder descriptor = ServiceDescriptor.newBuilder(
                        generated.getServiceDescriptor().getName())
                .setSchemaDescriptor(generated.getServiceDescriptor().getSchemaDescriptor())
                .addMethod(getFlows);
        for (ServerMethodDefinition<?, ?> method : generated.getMethods()) {
            if (!isGetFlows(method)) {
                descriptor.addMethod(method.getMethodDescriptor());
            }
        }
        ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(descriptor.build());
        service.addMethod(getFlows, this::startGetFlows);
        for (ServerMethodDefinition<?, ?> method : generated.getMethods()) {
            if (!isGetFlows(method)) {
                service.addMethod(method);
            }
        }
        return service.build();
    }

    @Override
    public void serverStatus(ServerStatusRequest request, StreamObserver<ServerStatusResponse> answer) {
        answer.onNext(ServerStatusResponse.newBuilder()
                .setNumFlows(source.ring().size())
                .setMaxFlows(source.ring().capacity())
                .setSeenFlows(source.ring().written())
                .setUptimeNs(System.nanoTime() - startNanos)
                .setVersion("cilium v" + version)
                .setFlowsRate(FlowsRate.of(source.ring(), source.nowNanos()))
                .build());
        answer.onCompleted();
    }

    @Override
    public void getNodes(GetNodesRequest request, StreamObserver<GetNodesResponse> answer) {
        unimplemented("GetNodes", answer);
    }

    @Override
    public void getNamespaces(GetNamespacesRequest request, StreamObserver<GetNamespacesResponse> answer) {
        unimplemented("GetNamespaces", answer);
    }

    @Override
    public void getAgentEvents(GetAgentEventsRequest request, StreamObserver<GetAgentEventsResponse> answer) {
        unimplemented("GetAgentEvents", answer);
    }

    @Override
    public void getDebugEvents(GetDebugEventsRequest request, StreamObserver<GetDebugEventsResponse> answer) {
        unimplemented("GetDebugEvents", answer);
    }

    private ServerCall.Listener<GetFlowsRequest> startGetFlows(
            ServerCall<GetFlowsRequest, ResponseMessage> call, Metadata headers) {
        return new GetFlowsCall(call, source, queries, loops);
    }

    private static boolean isGetFlows(ServerMethodDefinition<?, ?> method) {
        return method.getMethodDescriptor()
                .getFullMethodName()
                .equals(ObserverGrpc.getGetFlowsMethod().getFullMethodName());
    }

    private static void unimplemented(String method, StreamObserver<?> answer) {
        answer.onError(Status.UNIMPLEMENTED
                .withDescription(method + " not implemented by this version of observer")
                .asRuntimeException());
    }
}

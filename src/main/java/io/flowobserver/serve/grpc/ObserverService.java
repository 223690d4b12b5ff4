// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import com.google.protobuf.Message;
import io.flowobserver.filter.Filters;
import io.flowobserver.proto.observer.GetAgentEventsRequest;
import io.flowobserver.proto.observer.GetDebugEventsRequest;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.GetNamespacesRequest;
import io.flowobserver.proto.observer.GetNamespacesResponse;
import io.flowobserver.proto.observer.GetNodesRequest;
import io.flowobserver.proto.observer.GetNodesResponse;
import io.flowobserver.proto.observer.ObserverGrpc;
import io.flowobserver.proto.observer.ServerStatusRequest;
import io.flowobserver.proto.observer.ServerStatusResponse;
import io.flowobserver.serve.stream.CompileQueue;
import io.flowobserver.serve.stream.FlowQuery;
import io.flowobserver.serve.stream.FlowSource;
import io.flowobserver.serve.stream.FlowStream;
import io.flowobserver.serve.stream.NoticeQuery;
import io.flowobserver.serve.stream.NoticeStream;
import io.flowobserver.serve.stream.StreamLoops;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.StreamObserver;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code observer.Observer}. Unary calls go through generated code, streams write their messages themselves. */
public final class ObserverService extends ObserverGrpc.ObserverImplBase implements AutoCloseable {
    private final FlowSource source;
    private final Filters filters;
    private final StreamLoops loops;
    private final CompileQueue compileQueue = new CompileQueue();
    private final ServerStreamingCall.Opening<GetFlowsRequest> flows = new Flows();
    private final NodeResponses report;

    public ObserverService(FlowSource source, Filters filters, StreamLoops loops, NodeResponses report) {
        this.source = source;
        this.filters = filters;
        this.loops = loops;
        this.report = report;
    }

    /** The service with all streams in the form that takes encoded messages, which are counted. */
    public ServerServiceDefinition definition(CallCounts counts) {
        ServerServiceDefinition generated = bindService();
        Map<String, ServerMethodDefinition<?, ?>> methods = new LinkedHashMap<>();
        generated
                .getMethods()
                .forEach(method -> methods.put(method.getMethodDescriptor().getFullMethodName(), method));
        replace(methods, counts, ObserverGrpc.getGetFlowsMethod(), flows);
        replace(methods, counts, ObserverGrpc.getGetAgentEventsMethod(), this::agentEvents);
        replace(methods, counts, ObserverGrpc.getGetDebugEventsMethod(), this::debugEvents);
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
        answer.onNext(report.status());
        answer.onCompleted();
    }

    @Override
    public void getNodes(GetNodesRequest request, StreamObserver<GetNodesResponse> answer) {
        answer.onNext(report.nodes());
        answer.onCompleted();
    }

    @Override
    public void getNamespaces(GetNamespacesRequest request, StreamObserver<GetNamespacesResponse> answer) {
        answer.onNext(report.namespaces());
        answer.onCompleted();
    }

    /** How requests for flows are understood, by whatever protocol they come. */
    public ServerStreamingCall.Opening<GetFlowsRequest> flows() {
        return flows;
    }

    /** Where heavy ones are understood. */
    public CompileQueue compileQueue() {
        return compileQueue;
    }

    @Override
    public void close() {
        compileQueue.close();
    }

    private final class Flows implements ServerStreamingCall.Opening<GetFlowsRequest> {
        @Override
        public boolean isHeavy(GetFlowsRequest request) {
            return FlowQuery.isHeavy(request);
        }

        @Override
        public ServerStreamingCall.Prepared prepare(GetFlowsRequest request) throws FlowQuery.InvalidRequest {
            FlowQuery query = FlowQuery.of(request, filters);
            return (sink, loop) -> new FlowStream(sink, query, loop, source);
        }
    }

    private ServerStreamingCall.Prepared agentEvents(GetAgentEventsRequest request) throws FlowQuery.InvalidRequest {
        NoticeQuery query = NoticeQuery.of(request);
        var origin = new NoticeStream.Origin(source, source.agentEvents());
        return (sink, loop) -> new NoticeStream(sink, query, loop, origin);
    }

    private ServerStreamingCall.Prepared debugEvents(GetDebugEventsRequest request) throws FlowQuery.InvalidRequest {
        NoticeQuery query = NoticeQuery.of(request);
        var origin = new NoticeStream.Origin(source, source.debugEvents());
        return (sink, loop) -> new NoticeStream(sink, query, loop, origin);
    }

    private <Q extends Message> void replace(
            Map<String, ServerMethodDefinition<?, ?>> methods,
            CallCounts counts,
            MethodDescriptor<Q, ?> method,
            ServerStreamingCall.Opening<Q> opening) {
        MethodDescriptor<byte[], AnswerBundle> encoded = method.toBuilder(
                        RequestMarshaller.BYTES, AnswerBundle.MARSHALLER)
                .build();
        var reading = new ServerStreamingCall.Reading<>(RequestMarshaller.of(method), opening, counts.of(encoded));
        methods.put(
                encoded.getFullMethodName(),
                ServerMethodDefinition.create(
                        encoded, (call, headers) -> new ServerStreamingCall<>(call, loops, compileQueue, reading)));
    }
}

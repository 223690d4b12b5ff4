// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.node;

import io.flowobserver.names.NameFinder;
import io.flowobserver.proto.node.FindNamesRequest;
import io.flowobserver.proto.node.FindNamesResponse;
import io.flowobserver.proto.node.NodeGrpc;
import io.flowobserver.proto.node.NodeStatus;
import io.flowobserver.proto.node.NodeStatusRequest;
import io.flowobserver.serve.stream.StreamRequests;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.StreamObserver;

/** Serves {@code observer.node.v1.Node}. Any thread. */
public final class NodeService extends NodeGrpc.NodeImplBase {
    private final NodeReport report;
    private final NameFinder names;
    private final StreamRequests requests;

    /**
     * Creates the service.
     *
     * @param requests whose threads look for names, which takes too long for an event loop
     */
    public NodeService(NodeReport report, NameFinder names, StreamRequests requests) {
        this.report = report;
        this.names = names;
        this.requests = requests;
    }

    /** Returns the service with the method that takes long replaced. */
    public ServerServiceDefinition definition() {
        ServerMethodDefinition<FindNamesRequest, FindNamesResponse> find = ServerMethodDefinition.create(
                NodeGrpc.getFindNamesMethod(), (call, headers) -> new FindNamesCall(call, names, requests));
        return ServerServiceDefinition.builder(NodeGrpc.getServiceDescriptor())
                .addMethod(
                        bindService().getMethod(NodeGrpc.getNodeStatusMethod().getFullMethodName()))
                .addMethod(find)
                .build();
    }

    @Override
    public void nodeStatus(NodeStatusRequest request, StreamObserver<NodeStatus> answer) {
        answer.onNext(report.status());
        answer.onCompleted();
    }
}

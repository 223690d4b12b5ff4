// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import io.flowobserver.filter.FilterMemory;
import io.flowobserver.filter.Filters;
import io.flowobserver.proto.observer.GetAgentEventsRequest;
import io.flowobserver.proto.observer.GetDebugEventsRequest;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.reader.FlowQuery;
import io.flowobserver.reader.NoticeQuery;
import io.flowobserver.serve.limit.RequestAccount;
import io.grpc.Status;
import io.netty.channel.EventLoop;

/** Prepares the requests that have a stream of responses, for gRPC and HTTP. Thread-safe. */
public final class StreamRequests implements AutoCloseable {
    private final FlowSource source;
    private final StreamOpener<GetFlowsRequest> flows;
    private final CompileQueue compileQueue = new CompileQueue();
    /** Of its own, so that clients on unix sockets do not wait for those on the network. */
    private final CompileQueue unixCompileQueue = new CompileQueue();

    public StreamRequests(FlowSource source, Filters filters) {
        this.source = source;
        this.flows = new Flows(source, filters);
    }

    public StreamOpener<GetFlowsRequest> flows() {
        return flows;
    }

    public StreamOpener<GetAgentEventsRequest> agentEvents() {
        return request -> {
            NoticeQuery query = NoticeQueryParser.parse(request);
            var origin = new NoticeStream.Origin(source, source.rings().agent());
            return (sink, loop) -> new NoticeStream(sink, query, loop, origin);
        };
    }

    public StreamOpener<GetDebugEventsRequest> debugEvents() {
        return request -> {
            NoticeQuery query = NoticeQueryParser.parse(request);
            var origin = new NoticeStream.Origin(source, source.rings().debug());
            return (sink, loop) -> new NoticeStream(sink, query, loop, origin);
        };
    }

    /**
     * Prepares a request and calls the caller back on the event loop. A heavy request is prepared on the compile
     * thread, any other at once. Called on the event loop.
     *
     * @throws InvalidRequest if a request that is not heavy is invalid
     */
    public <Q> void prepare(StreamOpener<Q> opener, Q request, EventLoop loop, CompileQueue.StreamCaller caller)
            throws InvalidRequest {
        if (!caller.mayKeep(opener.filterBytes(request))) {
            caller.refused(Status.RESOURCE_EXHAUSTED.withDescription(RequestAccount.TOO_MUCH));
        } else if (opener.isHeavy(request)) {
            later(() -> opener.prepare(request), loop, caller);
        } else {
            caller.accepted(opener.prepare(request));
        }
    }

    /**
     * Does work that takes longer than an event loop may be kept, on the compile thread, and calls the caller back on the
     * event loop. Called on the event loop.
     */
    public <T> void later(CompileQueue.Work<T> work, EventLoop loop, CompileQueue.Caller<T> caller) {
        CompileQueue queue = caller.usesUnixSocket() ? unixCompileQueue : compileQueue;
        queue.run(work, loop, caller);
    }

    /** Stops the compile threads. */
    @Override
    public void close() {
        compileQueue.close();
        unixCompileQueue.close();
    }

    private record Flows(FlowSource source, Filters filters) implements StreamOpener<GetFlowsRequest> {
        @Override
        public boolean isHeavy(GetFlowsRequest request) {
            return FlowQueryParser.isHeavy(request);
        }

        @Override
        public long filterBytes(GetFlowsRequest request) {
            return FilterMemory.bytes(request.getWhitelistList(), request.getBlacklistList());
        }

        @Override
        public PreparedStream prepare(GetFlowsRequest request) throws InvalidRequest {
            FlowQuery query = FlowQueryParser.parse(request, filters);
            return (sink, loop) -> new FlowStream(sink, query, loop, source);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import io.flowobserver.filter.flags.FlagException;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.serve.client.Client;
import io.flowobserver.serve.limit.RequestAccount;
import io.flowobserver.serve.limit.RequestBudget;
import io.flowobserver.serve.stream.CompileQueue;
import io.flowobserver.serve.stream.InvalidRequest;
import io.flowobserver.serve.stream.PreparedStream;
import io.flowobserver.serve.stream.ResponseStream;
import io.flowobserver.serve.stream.StreamCounts;
import io.flowobserver.serve.stream.StreamLoops;
import io.flowobserver.serve.stream.StreamRequests;
import io.grpc.Status;
import java.time.Instant;
import java.util.function.Consumer;

/** {@code /flows}: the responses of GetFlows, one line of JSON each. Any thread. */
public final class FlowsHandler implements Consumer<HttpExchange> {
    private static final String JSON_LINES = "application/x-ndjson";

    private final StreamRequests requests;
    private final StreamLoops loops;
    private final RequestBudget memory;

    /** @param memory limits what the filters of requests take */
    public FlowsHandler(StreamRequests requests, StreamLoops loops, RequestBudget memory) {
        this.requests = requests;
        this.loops = loops;
        this.memory = memory;
    }

    @Override
    public void accept(HttpExchange exchange) {
        try {
            GetFlowsRequest request = FlowsUrl.request(exchange.query(), Instant.now());
            requests.prepare(
                    requests.flows(), request, exchange.context().channel().eventLoop(), new FlowsCaller(exchange));
        } catch (FlagException | InvalidRequest invalid) {
            exchange.send(HttpPage.error(400, invalid.getMessage()));
        }
    }

    /** Responds once the request is prepared, which a filter may delay. */
    private final class FlowsCaller implements CompileQueue.StreamCaller {
        private final HttpExchange exchange;

        FlowsCaller(HttpExchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public boolean isPresent() {
            return exchange.context().channel().isActive();
        }

        @Override
        public boolean usesUnixSocket() {
            return Client.of(exchange.context().channel()).usesUnixSocket();
        }

        @Override
        public boolean mayKeep(long bytes) {
            return RequestAccount.of(exchange.context().channel(), memory).set(bytes);
        }

        @Override
        public void accepted(PreparedStream prepared) {
            if (exchange.isHead()) {
                exchange.begin(JSON_LINES);
                exchange.end();
            } else if (!loops.streams().admit(Client.of(exchange.context().channel()))) {
                refused(Status.RESOURCE_EXHAUSTED.withDescription(StreamCounts.TOO_MANY));
            } else {
                exchange.begin(JSON_LINES);
                ResponseStream stream = prepared.open(
                        new HttpFlowSink(exchange),
                        loops.of(exchange.context().channel().eventLoop()));
                exchange.attach(stream);
                stream.run();
            }
        }

        @Override
        public void refused(Status status) {
            boolean busy = status.getCode() == Status.Code.RESOURCE_EXHAUSTED;
            exchange.send(HttpPage.error(busy ? 503 : 400, String.valueOf(status.getDescription())));
        }
    }
}

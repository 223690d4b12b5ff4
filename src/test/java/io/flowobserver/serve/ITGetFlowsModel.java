// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve;

import static io.flowobserver.serve.ServedRing.START;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.flowobserver.proto.flow.FlowFilter;
import io.flowobserver.proto.flow.Verdict;
import io.flowobserver.proto.observer.GetFlowsRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random requests against the plainest way of answering them: a list of all flows, cut and filtered. */
class ITGetFlowsModel {
    private static final int REQUESTS = 300;
    private static final FlowFilter DROPS =
            FlowFilter.newBuilder().addVerdict(Verdict.DROPPED).build();

    @ParameterizedTest
    @CsvSource({"7, 0", "7, 1", "7, 7", "7, 8", "7, 50", "1023, 700", "1023, 5000", "1023, 1023"})
    void getFlows_randomRequests_answeredAsByTheModel(int capacity, int written) throws IOException {
        Random random = new Random(capacity * 31L + written);
        try (var served = new ServedRing(capacity)) {
            served.write(written);
            var stub = served.stub();
            for (int i = 0; i < REQUESTS; i++) {
                GetFlowsRequest request = randomRequest(random, written);
                List<Integer> answered = new ArrayList<>();
                // A deadline for each request, not one for all of them.
                stub.withDeadlineAfter(20, TimeUnit.SECONDS)
                        .getFlows(request)
                        .forEachRemaining(response -> answered.add(ServedRing.number(response)));
                assertThat(answered)
                        .as(request::toString)
                        .isEqualTo(model(request, Math.max(0, written - capacity), written));
            }
        }
    }

    private static GetFlowsRequest randomRequest(Random random, int written) {
        var request = GetFlowsRequest.newBuilder().setFirst(random.nextBoolean());
        if (random.nextBoolean()) {
            request.setNumber(1 + random.nextInt(written + 3));
        }
        if (random.nextInt(3) == 0) {
            request.setSince(at(random.nextInt(written + 3) - 1));
        }
        if (random.nextInt(3) == 0) {
            request.setUntil(at(random.nextInt(written + 3) - 1));
        }
        switch (random.nextInt(4)) {
            case 0 -> request.addWhitelist(DROPS);
            case 1 -> request.addBlacklist(DROPS);
            default -> {
                // No filter, half of the time.
            }
        }
        return request.build();
    }

    private static List<Integer> model(GetFlowsRequest request, int oldest, int written) {
        List<Integer> matching = IntStream.range(oldest, written)
                .filter(n ->
                        !request.hasSince() || START + n >= request.getSince().getSeconds())
                .filter(n ->
                        !request.hasUntil() || START + n <= request.getUntil().getSeconds())
                .filter(n -> request.getWhitelistCount() == 0 || n % 4 == 3)
                .filter(n -> request.getBlacklistCount() == 0 || n % 4 != 3)
                .boxed()
                .toList();
        int number = request.getNumber() == 0 ? matching.size() : (int) Math.min(request.getNumber(), matching.size());
        boolean oldestFirst = request.getFirst() || request.hasSince();
        return oldestFirst ? matching.subList(0, number) : matching.subList(matching.size() - number, matching.size());
    }

    private static Timestamp at(int number) {
        return Timestamp.newBuilder().setSeconds(START + number).build();
    }
}

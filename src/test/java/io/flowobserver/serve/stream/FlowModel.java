// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import static io.flowobserver.serve.ServedRing.START;

import com.google.protobuf.Timestamp;
import io.flowobserver.proto.flow.FlowFilter;
import io.flowobserver.proto.flow.Verdict;
import io.flowobserver.proto.observer.GetFlowsRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The plainest way of answering: a list of numbers, cut and filtered. Number n has the time {@code START + n} seconds and
 * port n, and every fourth is a drop.
 */
final class FlowModel {
    private static final FlowFilter DROPS =
            FlowFilter.newBuilder().addVerdict(Verdict.DROPPED).build();
    private static final FlowFilter TWO_PORTS =
            FlowFilter.newBuilder().addSourcePort("13").addSourcePort("15").build();

    private FlowModel() {}

    /** What one who follows has got, and whether there is no more to come. */
    record Followed(List<Integer> numbers, boolean ended) {}

    /** Every combination of number, first, since and until, of a ring with so many written. */
    static List<GetFlowsRequest> ranges(int written, boolean follow) {
        List<UnaryOperator<GetFlowsRequest.Builder>> numbers =
                List.of(r -> r, r -> r.setNumber(1), r -> r.setNumber(3), r -> r.setNumber(written + 2L));
        List<UnaryOperator<GetFlowsRequest.Builder>> ends =
                follow ? List.of(r -> r.setFollow(true)) : List.of(r -> r, r -> r.setFirst(true));
        List<UnaryOperator<GetFlowsRequest.Builder>> sinces = new ArrayList<>(List.of(r -> r));
        List<UnaryOperator<GetFlowsRequest.Builder>> untils = new ArrayList<>(List.of(r -> r));
        for (int at : new int[] {-1, written - 4, written - 1, written + 2}) {
            sinces.add(r -> r.setSince(at(at)));
            untils.add(r -> r.setUntil(at(at)));
        }
        return product(List.of(GetFlowsRequest.getDefaultInstance()), List.of(numbers, ends, sinces, untils));
    }

    /** Those requests with every combination of filters. */
    static List<GetFlowsRequest> filtered(List<GetFlowsRequest> requests) {
        List<UnaryOperator<GetFlowsRequest.Builder>> filters =
                List.of(r -> r, r -> r.addWhitelist(DROPS), r -> r.addBlacklist(DROPS), r -> r.addWhitelist(DROPS)
                        .addWhitelist(TWO_PORTS)
                        .addBlacklist(TWO_PORTS));
        return product(requests, List.of(filters));
    }

    /** Each request with each choice of each kind. */
    static List<GetFlowsRequest> product(
            List<GetFlowsRequest> requests, List<List<UnaryOperator<GetFlowsRequest.Builder>>> kinds) {
        List<GetFlowsRequest> product = requests;
        for (var choices : kinds) {
            product = product.stream()
                    .flatMap(request -> choices.stream()
                            .map(choice -> choice.apply(request.toBuilder()).build()))
                    .toList();
        }
        return product;
    }

    /** The answer of a ring in which the numbers from {@code oldest} to {@code written - 1} are. */
    static List<Integer> answer(GetFlowsRequest request, int oldest, int written) {
        List<Integer> matching = IntStream.range(oldest, written)
                .filter(n -> isSince(request, n) && isUntil(request, n) && matches(request, n))
                .boxed()
                .toList();
        int number = request.getNumber() == 0 ? matching.size() : (int) Math.min(request.getNumber(), matching.size());
        boolean oldestFirst = request.getFirst() || request.hasSince();
        return oldestFirst ? matching.subList(0, number) : matching.subList(matching.size() - number, matching.size());
    }

    /** The answer if so many were there when it was asked for, and so many are there now, all of them. */
    static Followed followed(GetFlowsRequest request, int before, int written) {
        int start = request.hasSince() ? 0 : Math.max(0, before - 1);
        if (!request.hasSince() && request.getNumber() > 0) {
            List<Integer> last = answer(request, 0, before);
            start = last.size() < request.getNumber() ? 0 : last.get(0);
        }
        List<Integer> numbers = new ArrayList<>();
        for (int n = start; n < written; n++) {
            if (!isUntil(request, n)) {
                return new Followed(numbers, true);
            }
            if (isSince(request, n) && matches(request, n)) {
                numbers.add(n);
            }
        }
        return new Followed(numbers, false);
    }

    private static boolean isSince(GetFlowsRequest request, int n) {
        return !request.hasSince() || START + n >= request.getSince().getSeconds();
    }

    private static boolean isUntil(GetFlowsRequest request, int n) {
        return !request.hasUntil() || START + n <= request.getUntil().getSeconds();
    }

    private static boolean matches(GetFlowsRequest request, int n) {
        boolean wanted = request.getWhitelistCount() == 0
                || request.getWhitelistList().stream().anyMatch(filter -> matches(filter, n));
        return wanted && request.getBlacklistList().stream().noneMatch(filter -> matches(filter, n));
    }

    private static boolean matches(FlowFilter filter, int n) {
        return filter.equals(DROPS) ? n % 4 == 3 : n == 13 || n == 15;
    }

    private static Timestamp at(int number) {
        return Timestamp.newBuilder().setSeconds(START + number).build();
    }
}

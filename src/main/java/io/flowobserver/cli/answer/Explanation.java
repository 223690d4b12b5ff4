// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.answer;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.flowobserver.cli.console.SafeText;
import io.flowobserver.proto.node.FindNamesResponse;
import io.flowobserver.proto.node.FoundName;
import io.flowobserver.proto.node.Name;
import io.flowobserver.proto.node.NodeStatus;
import io.flowobserver.proto.node.Ring;
import io.flowobserver.proto.node.Unseen;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Why an answer is empty or short, from what the server tells of itself. What it does not tell is not set.
 *
 * @param question what was asked
 * @param node the server
 */
public record Explanation(Question question, NodeStatus node) {
    /** How much later than asked for the first flow may be before a ring is taken for too short. */
    private static final long TOLERANCE_MILLIS = 1_000;

    /** Returns whether a ring may not reach back to the beginning that was asked for. */
    public static boolean mayBeShort(Question question, FlowTally tally) {
        Timestamp first = tally.first();
        return question.request().hasSince()
                && first != null
                && Timestamps.between(question.request().getSince(), first).getSeconds() > 0;
    }

    /**
     * Returns lines about an answer without flows.
     *
     * @param found what the server knows of the names of the question
     * @param waiting whether flows may still come
     */
    public List<String> empty(FindNamesResponse found, boolean waiting) {
        List<String> lines = new ArrayList<>();
        String what = (question.hasFilters() ? "no flow matched" : "no flow") + asked();
        lines.add((waiting ? "still waiting, no flow so far" : what) + held());
        unknown(found, lines);
        unseen(lines);
        lines.addAll(range());
        return lines;
    }

    /** Returns one line for each place where events of an answer were lost. */
    public static List<String> losses(FlowTally tally) {
        return LossWords.of(tally.losses());
    }

    /** Returns a line if the ring does not reach back to the beginning that was asked for. */
    public List<String> range() {
        Ring ring = node.getRing();
        Timestamp since = question.request().getSince();
        boolean before = question.request().hasSince()
                && ring.hasOldest()
                && Timestamps.toMillis(since) + TOLERANCE_MILLIS < Timestamps.toMillis(ring.getOldest());
        if (!before) {
            return List.of();
        }
        String from = "--since goes back to " + text(since) + ", but the oldest flow is of " + text(ring.getOldest());
        boolean full = ring.getUsedFlows() >= ring.getCapacityFlows();
        return List.of(from
                + (full
                        ? "; the server keeps " + ring.getCapacityFlows()
                                + " flows, more with \"observer serve --max-flows\""
                        : "; nothing is known from before the start of the server"
                                + (node.hasStarted() ? ", at " + text(node.getStarted()) : "")));
    }

    /** Returns the range of the question in times, because a person has given it as a duration. */
    private String asked() {
        return (question.request().hasSince()
                        ? " from " + text(question.request().getSince())
                        : "")
                + (question.request().hasUntil()
                        ? " until " + text(question.request().getUntil())
                        : "");
    }

    private String held() {
        Ring ring = node.getRing();
        if (ring.getCapacityFlows() == 0) {
            return "";
        }
        if (ring.getUsedFlows() == 0) {
            return "; the server has no flows yet";
        }
        String times = ring.hasOldest()
                ? ", from " + text(ring.getOldest()) + " to " + text(ring.getNewest())
                : " of at most " + ring.getCapacityFlows();
        return "; the server has " + ring.getUsedFlows() + " flows" + times;
    }

    private void unknown(FindNamesResponse found, List<String> lines) {
        List<Name> names = question.names();
        for (int i = 0; i < Math.min(names.size(), found.getNamesCount()); i++) {
            FoundName one = found.getNames(i);
            if (!one.getKnown()) {
                Name name = names.get(i);
                lines.add("there is no " + kind(name) + " \"" + SafeText.of(name.getValue()) + "\""
                        + (found.getIncomplete() ? " among the newest " + found.getFlowsSearched() + " flows" : "")
                        + meant(one));
            }
        }
    }

    private void unseen(List<String> lines) {
        for (Unseen unseen : node.getCannotSeeList()) {
            if (question.topics().stream().anyMatch(topic -> topic.is(unseen))) {
                lines.add(
                        "this server cannot see " + SafeText.of(unseen.getWhat()) + ": " + SafeText.of(unseen.getWhy())
                                + (unseen.getRemedy().isEmpty()
                                        ? ""
                                        : "; " + SafeText.of(unseen.getRemedy()) + " to \"observer serve\""));
            }
        }
    }

    private static String meant(FoundName name) {
        return name.getNearestCount() == 0
                ? ""
                : name.getNearestList().stream()
                        .map(near -> "\"" + SafeText.of(near) + "\"")
                        .collect(Collectors.joining(" or ", ", did you mean ", "?"));
    }

    private static String kind(Name name) {
        return switch (name.getKind()) {
            case NAME_KIND_POD -> "pod";
            case NAME_KIND_NAMESPACE -> "namespace";
            case NAME_KIND_SERVICE -> "service";
            default -> "endpoint with the labels";
        };
    }

    private static String text(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds())
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
    }
}

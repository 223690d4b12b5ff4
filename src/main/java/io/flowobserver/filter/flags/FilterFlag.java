// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.filter.flags;

import io.flowobserver.proto.flow.FlowFilter;
import io.flowobserver.proto.flow.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The filter flags of {@code observer observe} and the filter field that each one fills. A flag for both ends fills the
 * source field of the left filter and the destination field of the right one; the server takes a flow that either of
 * them matches.
 */
public enum FilterFlag {
    IP(
            "ADDRESS|CIDR",
            "source or destination address",
            FlowFilter.Builder::addSourceIp,
            FlowFilter.Builder::addDestinationIp),
    FROM_IP("ADDRESS|CIDR", "source address", FlowFilter.Builder::addSourceIp),
    TO_IP("ADDRESS|CIDR", "destination address", FlowFilter.Builder::addDestinationIp),
    POD(
            "[NAMESPACE/]PREFIX",
            "source or destination pod",
            FlowFilter.Builder::addSourcePod,
            FlowFilter.Builder::addDestinationPod),
    FROM_POD("[NAMESPACE/]PREFIX", "source pod", FlowFilter.Builder::addSourcePod),
    TO_POD("[NAMESPACE/]PREFIX", "destination pod", FlowFilter.Builder::addDestinationPod),
    NAMESPACE("NAMESPACE", "source or destination namespace"),
    FROM_NAMESPACE("NAMESPACE", "source namespace"),
    TO_NAMESPACE("NAMESPACE", "destination namespace"),
    PORT(
            "PORT",
            "source or destination port",
            FlowFilter.Builder::addSourcePort,
            FlowFilter.Builder::addDestinationPort),
    FROM_PORT("PORT", "source port", FlowFilter.Builder::addSourcePort),
    TO_PORT("PORT", "destination port", FlowFilter.Builder::addDestinationPort),
    PROTOCOL("NAME", "protocol: tcp, udp, icmp, icmpv4, icmpv6, sctp, dns, http, ...", FlowFilter.Builder::addProtocol),
    TYPE(
            "TYPE[:SUBTYPE]",
            "event type: trace, drop, policy-verdict, l7, ..., and sub-type: trace:to-endpoint",
            (filter, value) -> filter.addEventType(EventTypes.parse(value))),
    VERDICT(
            "VERDICT",
            "verdict: FORWARDED, DROPPED, ERROR, AUDIT, REDIRECTED, TRACED, TRANSLATED",
            (filter, value) -> filter.addVerdict(verdict(value)));

    private final String label;
    private final String description;
    private final @Nullable BiConsumer<FlowFilter.Builder, String> left;
    private final @Nullable BiConsumer<FlowFilter.Builder, String> right;

    FilterFlag(String label, String description) {
        this(label, description, null, null);
    }

    FilterFlag(String label, String description, BiConsumer<FlowFilter.Builder, String> both) {
        this(label, description, both, both);
    }

    FilterFlag(
            String label,
            String description,
            @Nullable BiConsumer<FlowFilter.Builder, String> left,
            @Nullable BiConsumer<FlowFilter.Builder, String> right) {
        this.label = label;
        this.description = description;
        this.left = left;
        this.right = right;
    }

    /** The long form, such as {@code --from-pod}. */
    public String flag() {
        return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String label() {
        return label;
    }

    public String description() {
        return description;
    }

    /** All spellings, the long form last. */
    public String[] spellings() {
        return switch (this) {
            case NAMESPACE -> new String[] {"-n", flag()};
            case TYPE -> new String[] {"-t", flag()};
            default -> new String[] {flag()};
        };
    }

    /** Namespaces fill nothing here: they change pod entries once all flags are known. */
    public void fill(FlowFilter.Builder leftFilter, FlowFilter.Builder rightFilter, String value) {
        if (left != null && right != null) {
            left.accept(leftFilter, value);
            right.accept(rightFilter, value);
        }
    }

    private static Verdict verdict(String text) {
        List<Verdict> known = Arrays.stream(Verdict.values())
                .filter(v -> v != Verdict.UNRECOGNIZED)
                .toList();
        return known.stream()
                .filter(v -> v.name().equals(text))
                .findFirst()
                .orElseThrow(() -> new FlagException("unknown verdict, use one of "
                        + known.stream().map(Verdict::name).collect(Collectors.joining(" "))));
    }
}

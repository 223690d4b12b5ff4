// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter;

import io.flowobserver.filter.pattern.FilterException;
import io.flowobserver.filter.pattern.RegexSize;
import io.flowobserver.proto.flow.FlowFilter;
import java.util.List;
import java.util.stream.Stream;

/**
 * Estimates the memory that the filters of a request take once they are compiled, before they are compiled. It is many
 * times as much as the request takes. The factors were measured on a 64-bit JVM, rounded up.
 */
public final class FilterMemory {
    /** For a byte of a name, an address or a label: 7 at most. */
    private static final long BYTE = 8;

    /** For an instruction of a regular expression: 23, and the state of a match. */
    private static final long INSTRUCTION = 128;

    /** For a CEL expression, however short. */
    private static final long EXPRESSION = 32 << 10;

    /** For a byte of a CEL expression: 60 in usual ones; up to 150 if there is nothing in them but numbers. */
    private static final long EXPRESSION_BYTE = 64;

    private FilterMemory() {}

    /** Returns the estimate in bytes; 0 for filters that are too large to be compiled. */
    public static long bytes(List<FlowFilter> whitelist, List<FlowFilter> blacklist) {
        long size = Filters.size(whitelist) + Filters.size(blacklist);
        if (size > Filters.MAX_BYTES) {
            return 0;
        }
        return size * BYTE
                + Stream.concat(whitelist.stream(), blacklist.stream())
                        .mapToLong(filter -> expressions(filter) + regexes(filter))
                        .sum();
    }

    private static long expressions(FlowFilter filter) {
        return filter.getExperimental().getCelExpressionList().stream()
                .mapToLong(text -> EXPRESSION + text.length() * EXPRESSION_BYTE)
                .sum();
    }

    private static long regexes(FlowFilter filter) {
        return INSTRUCTION
                * Stream.of(filter.getDnsQueryList(), filter.getHttpPathList(), filter.getHttpUrlList())
                        .flatMap(List::stream)
                        .mapToLong(FilterMemory::instructions)
                        .sum();
    }

    /** Returns 0 for a regular expression that is refused for its size. */
    private static long instructions(String regex) {
        try {
            return RegexSize.of(regex);
        } catch (FilterException refused) {
            return 0;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.reader;

import io.flowobserver.filter.Filters;
import io.flowobserver.filter.FlowMatcher;
import io.flowobserver.flow.wire.FlowMask;
import org.jspecify.annotations.Nullable;

/**
 * Which flows of the ring to read.
 *
 * @param number the limit of flows; {@link Long#MAX_VALUE} for all
 * @param first whether to return the oldest flows instead of the newest
 * @param follow whether to return new flows too
 * @param sinceNanos the oldest time in nanoseconds since 1970; {@link Long#MIN_VALUE} for any
 * @param untilNanos the newest time in nanoseconds since 1970; {@link Long#MAX_VALUE} for any
 * @param filter the filters; {@link Filters#EVERYTHING} for all flows
 * @param heavy whether the filters can take long for a flow
 * @param mask the fields to encode; null for all
 */
public record FlowQuery(
        long number,
        boolean first,
        boolean follow,
        long sinceNanos,
        long untilNanos,
        FlowMatcher filter,
        boolean heavy,
        @Nullable FlowMask mask) {
    boolean hasNumber() {
        return number != Long.MAX_VALUE;
    }

    boolean hasSince() {
        return sinceNanos != Long.MIN_VALUE;
    }
}

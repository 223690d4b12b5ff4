// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.field;

import io.flowobserver.filter.predicate.AllOf;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.proto.flow.FlowFilter;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Predicate;

/** {@code uuid}: the exact text. The filter compares numbers, because a uuid is computed from the row's sequence. */
public final class UuidFilter {
    private static final int TEXT_LENGTH = 36;

    private UuidFilter() {}

    public static void add(FlowFilter filter, FlowUuid uuids, AllOf.Builder all) {
        if (filter.getUuidCount() > 0) {
            long[] wanted = filter.getUuidList().stream()
                    .filter(UuidFilter::isCanonical)
                    .map(UUID::fromString)
                    .mapMultiToLong((uuid, halves) -> {
                        halves.accept(uuid.getMostSignificantBits());
                        halves.accept(uuid.getLeastSignificantBits());
                    })
                    .toArray();
            all.add(AllOf.Cost.FIRST_LINE, test(wanted, uuids));
        }
    }

    private static Predicate<FlowView> test(long[] wanted, FlowUuid uuids) {
        return flow -> {
            long high = uuids.high(flow.sequence());
            for (int i = 0; i < wanted.length; i += 2) {
                if (wanted[i] == high && wanted[i + 1] == uuids.low(flow.sequence())) {
                    return true;
                }
            }
            return false;
        };
    }

    /** Returns whether the text has the form in which this server writes uuids. Other texts equal no uuid. */
    private static boolean isCanonical(String text) {
        if (text.length() != TEXT_LENGTH || !text.equals(text.toLowerCase(Locale.ROOT))) {
            return false;
        }
        try {
            return UUID.fromString(text).toString().equals(text);
        } catch (IllegalArgumentException notUuid) {
            return false;
        }
    }
}

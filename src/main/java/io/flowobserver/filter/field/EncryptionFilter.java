// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.field;

import io.flowobserver.filter.predicate.AllOf;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.proto.flow.FlowFilter;

/** {@code encrypted}: a flow without an IP header counts as not encrypted. */
public final class EncryptionFilter {
    private EncryptionFilter() {}

    public static void add(FlowFilter filter, AllOf.Builder all) {
        if (filter.getEncryptedCount() > 0) {
            boolean encrypted = filter.getEncryptedList().contains(true);
            boolean plain = filter.getEncryptedList().contains(false);
            all.add(AllOf.Cost.FIRST_LINE, flow -> flow.has(FlowFlags.IP | FlowFlags.ENCRYPTED) ? encrypted : plain);
        }
    }
}

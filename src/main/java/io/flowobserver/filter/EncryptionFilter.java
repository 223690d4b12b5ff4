// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter;

import io.flowobserver.flow.FlowFlags;
import io.flowobserver.proto.flow.FlowFilter;

/** {@code encrypted}: false for flows without an IP header. */
final class EncryptionFilter {
    private EncryptionFilter() {}

    static void add(FlowFilter filter, Conjunction.Builder all) {
        if (filter.getEncryptedCount() > 0) {
            boolean encrypted = filter.getEncryptedList().contains(true);
            boolean plain = filter.getEncryptedList().contains(false);
            all.add(
                    Conjunction.Cost.FIRST_LINE,
                    flow -> flow.has(FlowFlags.IP | FlowFlags.ENCRYPTED) ? encrypted : plain);
        }
    }
}

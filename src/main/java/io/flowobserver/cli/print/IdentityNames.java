// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.print;

import io.flowobserver.flow.text.FlowText;

/** The text of security identities. Reserved identities have names. */
final class IdentityNames {
    private IdentityNames() {}

    /** Appends {@code (world)} or {@code (ID:23456)}; the number is unsigned. */
    static void append(StringBuilder out, int identity) {
        out.append('(');
        if (identity >= 0 && identity < FlowText.RESERVED_IDENTITIES.size()) {
            out.append(FlowText.RESERVED_IDENTITIES.get(identity));
        } else {
            out.append("ID:").append(Integer.toUnsignedString(identity));
        }
        out.append(')');
    }
}

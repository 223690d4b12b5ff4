// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print;

import io.flowobserver.cli.console.Colors;
import io.flowobserver.flow.text.TimeFormat;

/**
 * How the formats for people show what all lines have.
 *
 * @param nodeName whether to print the node after the time
 * @param policyNames whether a policy verdict names the policies that decided
 */
public record LineStyle(boolean nodeName, boolean policyNames, TimeFormat timeFormat, Colors colors) {
    /** Returns the style of a command line without flags. */
    public static LineStyle plain(Colors colors) {
        return new LineStyle(false, false, TimeFormat.STAMP_MILLI, colors);
    }

    LineStyle withoutColors() {
        return new LineStyle(nodeName, policyNames, timeFormat, new Colors(false));
    }
}

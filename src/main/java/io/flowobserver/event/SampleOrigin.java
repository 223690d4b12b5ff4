// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event;

/**
 * Where a sample comes from, which decides its layout and its meaning. Capture files contain these numbers. Those of the
 * generations of Cilium follow in {@code io.flowobserver.decode.Origin}.
 */
public final class SampleOrigin {
    /** The source does not know. All captures had this before origins were recorded. */
    public static final int UNKNOWN = 0;

    /** The programs of this project. */
    public static final int OWN = 1;

    private SampleOrigin() {}
}

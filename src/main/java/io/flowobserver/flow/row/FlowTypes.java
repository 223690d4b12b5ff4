// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.row;

/** Numbers of {@code flow.FlowType}. */
public final class FlowTypes {
    /** A network packet. */
    public static final int L3_L4 = 1;
    /** A request or response of an application protocol. */
    public static final int L7 = 2;
    /** The translation of an address at a socket. */
    public static final int SOCK = 3;

    private FlowTypes() {}
}

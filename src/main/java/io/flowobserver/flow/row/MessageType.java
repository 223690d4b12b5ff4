// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.row;

/** The first byte of a sample. A number below 129 is a kernel event type; 129 and 130 are messages from the agent. */
public final class MessageType {
    public static final int DROP = 1;
    public static final int DEBUG = 2;
    public static final int CAPTURE = 3;
    public static final int TRACE = 4;
    public static final int POLICY_VERDICT = 5;
    public static final int TRACE_SOCK = 7;
    public static final int ACCESS_LOG = 129;
    public static final int AGENT = 130;

    private MessageType() {}

    /** Returns the name that filters and metrics use; the decimal number if the type has no name. */
    public static String name(int type) {
        return switch (type) {
            case DROP -> "drop";
            case DEBUG -> "debug";
            case CAPTURE -> "capture";
            case TRACE -> "trace";
            case POLICY_VERDICT -> "policy-verdict";
            case TRACE_SOCK -> "trace-sock";
            case ACCESS_LOG -> "l7";
            case AGENT -> "agent";
            default -> Integer.toString(type);
        };
    }
}

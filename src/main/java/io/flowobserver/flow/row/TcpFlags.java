// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.row;

import io.flowobserver.proto.flow.TCPFlags;
import java.nio.charset.StandardCharsets;

/** TCP flags in a row: the nine flag bits of the TCP header. FIN is bit 0 and NS is bit 8. */
public final class TcpFlags {
    public static final int FIN = 1;
    public static final int SYN = 1 << 1;
    public static final int RST = 1 << 2;
    public static final int PSH = 1 << 3;
    public static final int ACK = 1 << 4;
    public static final int URG = 1 << 5;
    public static final int ECE = 1 << 6;
    public static final int CWR = 1 << 7;
    public static final int NS = 1 << 8;

    private static final int COMBINATIONS = 1 << 9;
    private static final int[] SUMMARY_ORDER = {SYN, ACK, RST, FIN, PSH, URG, ECE, CWR, NS};
    private static final String[] SUMMARY_NAMES = {"SYN", "ACK", "RST", "FIN", "PSH", "URG", "ECE", "CWR", "NS"};
    private static final byte[][] MESSAGES = new byte[COMBINATIONS][];
    private static final byte[][] SUMMARIES = new byte[COMBINATIONS][];

    static {
        for (int flags = 0; flags < COMBINATIONS; flags++) {
            MESSAGES[flags] = encode(flags);
            SUMMARIES[flags] = summarize(flags);
        }
    }

    private TcpFlags() {}

    /** Returns the flags that a message has. */
    public static int of(TCPFlags flags) {
        return (flags.getFIN() ? FIN : 0)
                | (flags.getSYN() ? SYN : 0)
                | (flags.getRST() ? RST : 0)
                | (flags.getPSH() ? PSH : 0)
                | (flags.getACK() ? ACK : 0)
                | (flags.getURG() ? URG : 0)
                | (flags.getECE() ? ECE : 0)
                | (flags.getCWR() ? CWR : 0)
                | (flags.getNS() ? NS : 0);
    }

    /** Returns the body of a {@code flow.TCPFlags} message. Callers must not change the array. */
    public static byte[] message(int flags) {
        return MESSAGES[flags & (COMBINATIONS - 1)];
    }

    /** Returns the summary of the flow, for example {@code TCP Flags: SYN, ACK}. Callers must not change the array. */
    public static byte[] summary(int flags) {
        return SUMMARIES[flags & (COMBINATIONS - 1)];
    }

    private static byte[] encode(int flags) {
        byte[] message = new byte[2 * Integer.bitCount(flags)];
        int at = 0;
        for (int bit = 0; bit < 9; bit++) {
            if ((flags & 1 << bit) != 0) {
                message[at++] = (byte) ((bit + 1) << 3);
                message[at++] = 1;
            }
        }
        return message;
    }

    private static byte[] summarize(int flags) {
        var text = new StringBuilder("TCP Flags: ");
        String separator = "";
        for (int i = 0; i < SUMMARY_ORDER.length; i++) {
            if ((flags & SUMMARY_ORDER[i]) != 0) {
                text.append(separator).append(SUMMARY_NAMES[i]);
                separator = ", ";
            }
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.datapath;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import io.flowobserver.event.datapath.DebugCapture;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowWriter;
import org.jspecify.annotations.Nullable;

/** Decodes debug captures: a packet at some point of the datapath, without a verdict. */
public final class CaptureDecoder {
    private static final int NO_FLAGS = 0;

    private final PacketDecoder packet;
    private final DebugCapture event = new DebugCapture();

    public CaptureDecoder(PacketDecoder packet) {
        this.packet = packet;
    }

    public @Nullable Malformed decode(EventBytes bytes, FlowWriter row) {
        Malformed malformed = event.wrap(bytes);
        if (malformed == null) {
            malformed = packet.decode(bytes, event.packetOffset(), NO_FLAGS, row);
        }
        if (malformed == null) {
            row.capturePoint(event.point());
            writeArgument(row, event.argument());
        }
        return malformed;
    }

    private void writeArgument(FlowWriter row, int argument) {
        switch (event.point()) {
            case DebugCapture.DELIVERY,
                    DebugCapture.FROM_LOAD_BALANCER,
                    DebugCapture.AFTER_NAT46,
                    DebugCapture.AFTER_NAT64,
                    DebugCapture.BEFORE_SNAT,
                    DebugCapture.AFTER_SNAT -> {
                if (argument != 0) {
                    row.interfaceIndex(argument);
                    row.addFlags(FlowFlags.INTERFACE);
                }
            }
            // Hubble swaps all four bytes, although a port has only two: port 1234 may become 1234 << 16.
            case DebugCapture.BEFORE_PROXY, DebugCapture.AFTER_PROXY -> row.proxyPort(Integer.reverseBytes(argument));
            default -> {}
        }
    }
}

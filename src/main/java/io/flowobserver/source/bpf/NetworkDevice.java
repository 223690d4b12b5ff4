// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.bpf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A network device in the daemon's network namespace ({@code struct observer_link} in {@code bpf/events.h}).
 *
 * @param index interface index
 * @param veth whether the device is one end of a veth pair
 * @param uplink whether the device leads out of the node ({@code observer_links} in {@code native/shim.h} says how that
 *     is known)
 * @param ethernet whether packets of the device have an Ethernet header
 */
public record NetworkDevice(int index, String name, boolean veth, boolean uplink, boolean ethernet) {
    static final int INDEX_OFFSET = 0;
    static final int FLAGS_OFFSET = INDEX_OFFSET + Integer.BYTES;
    static final int NAME_OFFSET = FLAGS_OFFSET + Integer.BYTES;
    static final int NAME_LENGTH = 16;
    static final int ENTRY_LENGTH = NAME_OFFSET + NAME_LENGTH;

    private static final int VETH = 0x1;
    private static final int UPLINK = 0x2;
    private static final int L3 = 0x4;

    /** Reads the first {@code count} entries that the native library listed. */
    static List<NetworkDevice> read(ByteBuffer buffer, int count) {
        var devices = new ArrayList<NetworkDevice>(count);
        for (int at = 0; at < count * ENTRY_LENGTH; at += ENTRY_LENGTH) {
            int flags = buffer.getInt(at + FLAGS_OFFSET);
            devices.add(new NetworkDevice(
                    buffer.getInt(at + INDEX_OFFSET),
                    name(buffer, at + NAME_OFFSET),
                    (flags & VETH) != 0,
                    (flags & UPLINK) != 0,
                    (flags & L3) == 0));
        }
        return devices;
    }

    private static String name(ByteBuffer buffer, int at) {
        var bytes = new byte[NAME_LENGTH];
        buffer.get(at, bytes);
        int length = 0;
        while (length < NAME_LENGTH && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}

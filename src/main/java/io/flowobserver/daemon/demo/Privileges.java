// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon.demo;

import io.flowobserver.daemon.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The capabilities of this process. */
final class Privileges {
    private static final int CAP_NET_ADMIN = 12;
    private static final int CAP_SYS_ADMIN = 21;
    private static final String EFFECTIVE = "CapEff:";

    private Privileges() {}

    /**
     * Checks the capabilities for a live demo. Network namespaces need CAP_SYS_ADMIN, which includes CAP_BPF and
     * CAP_PERFMON.
     *
     * @throws StartException if capabilities are missing; the message names them
     */
    static void require() throws StartException {
        long effective = effective();
        List<String> missing = new ArrayList<>();
        if ((effective >> CAP_NET_ADMIN & 1) == 0) {
            missing.add("CAP_NET_ADMIN");
        }
        if ((effective >> CAP_SYS_ADMIN & 1) == 0) {
            missing.add("CAP_SYS_ADMIN");
        }
        if (!missing.isEmpty()) {
            throw new StartException("eBPF and network namespaces need " + String.join(" and ", missing)
                    + ", which this process lacks; run as root");
        }
    }

    private static long effective() throws StartException {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith(EFFECTIVE))
                    .mapToLong(line -> Long.parseUnsignedLong(
                            line.substring(EFFECTIVE.length()).strip(), 16))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new StartException("this process's capabilities cannot be read: " + e.getMessage(), e);
        }
    }
}

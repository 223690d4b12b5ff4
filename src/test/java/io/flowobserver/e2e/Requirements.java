// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.e2e;

import static org.junit.jupiter.api.Assumptions.abort;

import io.flowobserver.source.BpfOptions;
import io.flowobserver.source.BpfSource;
import io.flowobserver.source.SourceException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a machine must have for tests with real packets. */
final class Requirements {
    private Requirements() {}

    /** Skips the calling test, and says why, on a machine that lacks something. */
    static void met() {
        if (!Integer.valueOf(0).equals(owner(Path.of("/proc/self")))) {
            abort("network namespaces need CAP_SYS_ADMIN: run the tests as root");
        }
        try {
            BpfSource.open(BpfOptions.DEFAULT).close();
        } catch (SourceException e) {
            abort("no eBPF here: " + e.getMessage());
        }
        if (Command.result("ip", "netns", "list").exitCode() != 0) {
            abort("network namespaces cannot be listed: install iproute2");
        }
    }

    private static Object owner(Path file) {
        try {
            return Files.getAttribute(file, "unix:uid");
        } catch (java.io.IOException e) {
            return e;
        }
    }
}

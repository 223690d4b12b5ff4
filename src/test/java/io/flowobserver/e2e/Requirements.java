// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.e2e;

import static org.junit.jupiter.api.Assumptions.abort;

import io.flowobserver.source.SourceException;
import io.flowobserver.source.bpf.BpfOptions;
import io.flowobserver.source.bpf.BpfSource;

/** What a machine must have for tests with real packets. */
final class Requirements {
    private Requirements() {}

    /** Skips the calling test, and says why, on a machine that lacks something. */
    static void met() {
        try {
            BpfSource.open(BpfOptions.DEFAULT).close();
        } catch (SourceException e) {
            abort("no eBPF here: " + e.getMessage());
        }
        String probe = Namespace.PREFIX + ProcessHandle.current().pid() + "-probe";
        Command added = Command.result("ip", "netns", "add", probe);
        if (added.exitCode() != 0) {
            abort("no network namespaces here, they need CAP_SYS_ADMIN: " + added.errors());
        }
        Command.run("ip", "netns", "del", probe);
    }
}

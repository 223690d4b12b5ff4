// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.daemon.report.StartupBanner;
import org.junit.jupiter.api.Test;

class KernelFeaturesTest {
    private static final String OLD =
            "attach=clsact clock=exact membarrier=no rings=2 ring_bytes=524288 libbpf=1.1" + " kernel=5.10.0-33-amd64";
    private static final String NEW =
            "attach=tcx clock=coarse membarrier=yes rings=2 ring_bytes=524288 libbpf=1.1" + " kernel=6.12.1";

    @Test
    void addTo_newKernel_missesNothing() {
        assertThat(report(NEW, false))
                .isEqualTo(
                        """
                        t
                          eBPF:       kernel 6.12.1, libbpf 1.1, TCX, 2 perf rings of 512 KiB, kernel timestamps by the\
                         coarse clock, counters audited
                          missing:    nothing\
                        """);
    }

    @Test
    void addTo_oldKernel_saysWhatIsMissingAndWhy() {
        assertThat(report(OLD, false))
                .contains("kernel 5.10.0-33-amd64, libbpf 1.1, clsact,", "kernel timestamps\n")
                .contains(
                        "missing:    TCX, because the kernel is older than 6.6:",
                        "; the coarse clock, because the kernel is older than 5.11:",
                        "; membarrier, because the kernel has nohz_full CPUs:");
    }

    @Test
    void addTo_clsactWanted_saysThatTheFlagForbidsTcx() {
        assertThat(report(NEW.replace("tcx", "clsact"), true))
                .contains("missing:    TCX, because --clsact forbids it:");
    }

    private static String report(String features, boolean clsactWanted) {
        StartupBanner report = new StartupBanner("t");
        new KernelFeatures(features, clsactWanted).addTo(report);
        return report.toString();
    }
}

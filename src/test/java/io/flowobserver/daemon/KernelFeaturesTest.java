// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.daemon.report.StartupBanner;
import org.junit.jupiter.api.Test;

class KernelFeaturesTest {
    private static final String CLSACT = "attach=clsact rings=2 ring_bytes=524288 libbpf=1.1 kernel=5.10.0-33-amd64";

    @Test
    void addTo_tcx_missesNothing() {
        assertThat(report(CLSACT.replace("clsact", "tcx").replace("5.10.0-33-amd64", "6.12.1"), false))
                .isEqualTo(
                        """
                        t
                          eBPF:       kernel 6.12.1, libbpf 1.1, TCX, 2 perf rings of 512 KiB, kernel timestamps
                          missing:    nothing\
                        """);
    }

    @Test
    void addTo_clsact_saysWhy() {
        assertThat(report(CLSACT, false)).contains("kernel 5.10.0-33-amd64, libbpf 1.1, clsact,", "older than 6.6");
        assertThat(report(CLSACT, true)).contains("TCX, because --clsact forbids it");
    }

    private static String report(String features, boolean clsactWanted) {
        StartupBanner report = new StartupBanner("t");
        new KernelFeatures(features, clsactWanted).addTo(report);
        return report.toString();
    }
}

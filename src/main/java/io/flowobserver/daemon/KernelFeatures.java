// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.daemon.report.StartupBanner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Describes the features of the kernel that the daemon uses, from the features line of the native library. */
final class KernelFeatures {
    private final Map<String, String> values = new HashMap<>();
    private final boolean clsactWanted;

    /**
     * Parses the line.
     *
     * @param features words of the form {@code key=value}
     * @param clsactWanted whether the operator asked for clsact
     */
    KernelFeatures(String features, boolean clsactWanted) {
        for (String word : features.split(" ", -1)) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                values.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        this.clsactWanted = clsactWanted;
    }

    void addTo(StartupBanner report) {
        report.add("eBPF", used());
        report.add("missing", missing());
    }

    private String used() {
        long kibibytes = Long.parseLong(values.getOrDefault("ring_bytes", "0")) >> 10;
        List<String> words = new ArrayList<>(List.of(
                "kernel " + values.get("kernel"),
                "libbpf " + values.get("libbpf"),
                hasTcx() ? "TCX" : "clsact",
                values.get("rings") + " perf rings of " + kibibytes + " KiB"));
        words.add("kernel timestamps" + (hasCoarseClock() ? " by the coarse clock" : ""));
        if (hasMembarrier()) {
            words.add("counters audited");
        }
        return String.join(", ", words);
    }

    private String missing() {
        List<String> words = new ArrayList<>();
        if (!hasTcx()) {
            words.add(
                    clsactWanted
                            ? "TCX, because --clsact forbids it: filters stay behind a kill -9"
                            : "TCX, because the kernel is older than 6.6: filters stay behind a kill -9 until the next"
                                    + " start");
        }
        if (!hasCoarseClock()) {
            words.add("the coarse clock, because the kernel is older than 5.11: a packet costs 30 to 50 ns more");
        }
        if (!hasMembarrier()) {
            words.add(
                    "membarrier, because the kernel has nohz_full CPUs: observer_kernel_missing_packets_total stays 0,"
                            + " whatever is lost");
        }
        return words.isEmpty() ? "nothing" : String.join("; ", words);
    }

    private boolean hasTcx() {
        return "tcx".equals(values.get("attach"));
    }

    private boolean hasCoarseClock() {
        return "coarse".equals(values.get("clock"));
    }

    private boolean hasMembarrier() {
        return "yes".equals(values.get("membarrier"));
    }
}

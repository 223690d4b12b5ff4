// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.daemon.report.StartupBanner;
import java.util.HashMap;
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
        return "kernel " + values.get("kernel") + ", libbpf " + values.get("libbpf") + ", "
                + (hasTcx() ? "TCX" : "clsact") + ", " + values.get("rings") + " perf rings of " + kibibytes
                + " KiB, kernel timestamps";
    }

    private String missing() {
        if (hasTcx()) {
            return "nothing";
        }
        return clsactWanted
                ? "TCX, because --clsact forbids it; filters stay behind a kill -9"
                : "TCX, because the kernel is older than 6.6; filters stay behind a kill -9 until the next start";
    }

    private boolean hasTcx() {
        return "tcx".equals(values.get("attach"));
    }
}

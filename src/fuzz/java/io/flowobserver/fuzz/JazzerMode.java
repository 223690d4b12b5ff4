// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.fuzz;

import java.util.List;

/** What Jazzer watches. */
enum JazzerMode {
    /**
     * Branches, and what is compared with what, by which it finds its way past magic numbers and names of fields. This
     * allocates by itself, so what the decoders allocate cannot be told.
     */
    GUIDED("--custom_hook_includes=" + JazzerMode.OURS, "--trace=cov:cmp:div:indir"),
    /** Branches alone; what is allocated is checked. */
    MEASURED("--custom_hook_includes=none.at.All", "--trace=cov");

    static final String OURS = "io.flowobserver.**";
    static final String NOT_OURS = "io.flowobserver.proto.**:io.flowobserver.fuzz.**";

    final List<String> flags;

    JazzerMode(String... flags) {
        this.flags = List.of(flags);
    }
}

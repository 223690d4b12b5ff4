// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.bpf;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the eBPF programs and their rings are opened.
 *
 * @param ringPages memory pages of each CPU's ring; a power of two
 * @param clsact attach by clsact filters even where the kernel has TCX
 * @param scratch directory for unpacking the native library, null for the system's temporary one
 */
public record BpfOptions(int ringPages, boolean clsact, @Nullable Path scratch) {
    static final int DEFAULT_RING_PAGES = 128;

    public static final BpfOptions DEFAULT = new BpfOptions(DEFAULT_RING_PAGES, false, null);
}

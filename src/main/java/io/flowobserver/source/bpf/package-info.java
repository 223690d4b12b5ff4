// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * The source that reads from the observer's own eBPF programs: the native library, its frames, and the network devices
 * to which the programs are attached. Only this package calls native code.
 */
@NullMarked
package io.flowobserver.source.bpf;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * Our own eBPF programs as a source: the native library behind jnr-ffi, the frames that it delivers, and the network devices
 * to which the programs are attached. Only this package calls native code.
 */
@NullMarked
package io.flowobserver.source.bpf;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.bpf;

import java.nio.ByteBuffer;
import jnr.ffi.annotations.IgnoreError;
import jnr.ffi.types.u_int32_t;
import jnr.ffi.types.u_int64_t;
import org.jspecify.annotations.Nullable;

/**
 * The functions of libobserver.so; {@code native/shim.h} documents them. The library's names have the prefix
 * {@code observer_}. A pointer is a direct buffer, or an address if the call is too frequent for a buffer. A result is
 * 0 or more, or a negated errno.
 *
 * <p>This interface is public only because jnr-ffi can bind no others. Only {@link BpfSource} and
 * {@link NetworkDevices} use it.
 */
public interface PerfShim {
    int OPEN_CLSACT = 1;
    int OPEN_ARP = 2;

    int ROLE_ENDPOINT = 1;
    int ROLE_NETWORK = 2;
    int ATTACH_L3 = 1;
    int ATTACHED_TCX = 1;

    int MAP_ADDRESSES = 1;

    int WATCH_ADDRESSES = 0x4000_0000;

    @IgnoreError
    int open(ByteBuffer handle, ByteBuffer options, ByteBuffer error, @u_int32_t int errorSize);

    @IgnoreError
    int attach(@u_int64_t long handle, int netnsFd, @u_int32_t int ifindex, @u_int32_t int role, @u_int32_t int flags);

    @IgnoreError
    int detach(@u_int64_t long handle, int netnsFd, @u_int32_t int ifindex);

    @IgnoreError
    int sweep(int netnsFd, @u_int32_t int ifindex);

    @IgnoreError
    int places(@u_int64_t long handle, int netnsFd, @u_int32_t int ifindex, ByteBuffer places);

    @IgnoreError
    int poll(@u_int64_t long handle, @u_int64_t long buffer, @u_int32_t int capacity, int timeoutMillis);

    @IgnoreError
    int map_update(@u_int64_t long handle, @u_int32_t int map, ByteBuffer key, @Nullable ByteBuffer value);

    @IgnoreError
    int statistics(@u_int64_t long handle, ByteBuffer buffer, @u_int32_t int capacity);

    @IgnoreError
    int sweep_connections(@u_int64_t long handle);

    @IgnoreError
    int points(@u_int64_t long handle, ByteBuffer points);

    @IgnoreError
    int tables(@u_int64_t long handle, ByteBuffer tables);

    @IgnoreError
    int links(ByteBuffer buffer, @u_int32_t int capacity);

    @IgnoreError
    int addresses(ByteBuffer buffer, @u_int32_t int capacity);

    @IgnoreError
    int watch(int watch, @Nullable ByteBuffer gone, @u_int32_t int capacity, int timeoutMillis);

    @IgnoreError
    int test_run(
            @u_int64_t long handle,
            @u_int32_t int program,
            ByteBuffer packet,
            @u_int32_t int packetLength,
            @u_int32_t int repeat);

    @IgnoreError
    int features(@u_int64_t long handle, ByteBuffer text, @u_int32_t int size);

    @IgnoreError
    void close(@u_int64_t long handle);
}

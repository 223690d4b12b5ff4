// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.daemon.device.DeviceStates;
import io.flowobserver.enrich.inventory.Inventory;
import io.flowobserver.source.bpf.KernelCounts;
import io.flowobserver.supervise.Supervisor;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a source works with.
 *
 * @param inventory whose first snapshot is published
 * @param supervisor of the source's own threads
 * @param devices where the source tells of its devices, if it has any
 * @param kernel where the source tells the counters of its kernel programs, if it has any
 */
public record SourceContext(
        Inventory inventory, Supervisor supervisor, DeviceStates devices, AtomicReference<KernelCounts> kernel) {}

// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon.report;

import io.flowobserver.config.SourceConfig;
import io.flowobserver.daemon.device.DeviceStates;
import io.flowobserver.pipeline.EventCounters;
import io.flowobserver.pipeline.SourceRunner;
import io.flowobserver.proto.node.Devices;
import io.flowobserver.proto.node.Source;

/**
 * What the status tells of a source.
 *
 * @param devices what is known of the devices that a source observes
 */
public record SourceStatus(DeviceStates devices) {
    /** Returns what is known of a source at this moment. */
    public Source of(SourceConfig config, SourceRunner runner) {
        EventCounters events = runner.counters();
        Source.Builder status = Source.newBuilder()
                .setKind(config.kind())
                .setName(config.name())
                .setEvents(events.received())
                .setMalformed(events.malformed())
                .setNotDecoded(events.notDecoded())
                .setLost(events.lost())
                .setSkipped(events.skipped())
                .setState(runner.state().label())
                .setRetries(runner.retries())
                .setError(runner.error());
        return config.observesDevices() ? status.setDevices(devicesNow()).build() : status.build();
    }

    private Devices devicesNow() {
        DeviceStates.Summary summary = devices.summary();
        return Devices.newBuilder()
                .setObserved(summary.observed())
                .setWaiting(summary.waiting())
                .addAllErrors(summary.errors())
                .addAllNotFirst(summary.notFirst())
                .setNotChosen(devices.notChosen())
                .build();
    }
}

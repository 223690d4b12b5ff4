// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.config.SourceConfig;
import io.flowobserver.daemon.device.DeviceStates;
import io.flowobserver.pipeline.EventCounters;
import io.flowobserver.pipeline.SourceRunner;
import io.flowobserver.proto.status.Devices;
import io.flowobserver.proto.status.Source;

/** What the status page tells of a source. */
record SourceStatus(DeviceStates devices) {
    Source of(Sources.Configured source) {
        SourceConfig config = source.config();
        SourceRunner runner = source.runner();
        EventCounters events = runner.counters();
        Source.Builder status = Source.newBuilder()
                .setKind(config.kind())
                .setName(config.name())
                .setEvents(events.received())
                .setMalformed(events.malformed())
                .setNotDecoded(events.notDecoded())
                .setLost(events.lost())
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
                .build();
    }
}

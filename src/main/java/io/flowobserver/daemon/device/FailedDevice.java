// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon.device;

import io.flowobserver.daemon.device.DeviceSelection.Target;
import io.flowobserver.supervise.Backoff;

/** A device that could not be attached or detached, and when that is tried again. Not thread-safe. */
final class FailedDevice {
    private final Target target;
    private final Backoff backoff = new Backoff();
    private String reason = "";
    private long dueNanos;

    FailedDevice(Target target) {
        this.target = target;
    }

    Target target() {
        return target;
    }

    /** Why it failed last. */
    String reason() {
        return reason;
    }

    /** It has failed, perhaps again. */
    void failed(String why, long nowNanos) {
        reason = why;
        dueNanos = nowNanos + backoff.failed(0);
    }

    boolean isDue(long nowNanos) {
        return nowNanos - dueNanos >= 0;
    }
}

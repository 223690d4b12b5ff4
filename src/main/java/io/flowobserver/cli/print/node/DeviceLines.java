// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.print.node;

import io.flowobserver.cli.print.StatusText;
import io.flowobserver.proto.node.Devices;
import java.util.ArrayList;
import java.util.List;

/** The devices of a source by their state. */
final class DeviceLines {
    private DeviceLines() {}

    static List<String> of(Devices devices) {
        List<String> lines = new ArrayList<>();
        lines.add(StatusText.grouped(devices.getObserved()) + " observed");
        if (devices.getWaiting() > 0) {
            lines.add(StatusText.grouped(devices.getWaiting()) + " about to be observed");
        }
        devices.getErrorsList().forEach(error -> lines.add("not observed, tried again: " + error));
        devices.getNotFirstList().forEach(device -> lines.add("behind another program: " + device));
        if (!devices.getNotChosen().isEmpty()) {
            lines.add("not to be observed: " + devices.getNotChosen());
        }
        return lines;
    }
}

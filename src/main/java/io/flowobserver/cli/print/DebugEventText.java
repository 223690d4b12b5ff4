// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print;

import io.flowobserver.cli.console.SafeText;
import io.flowobserver.proto.flow.DebugEvent;
import io.flowobserver.proto.flow.Endpoint;
import io.flowobserver.proto.observer.GetDebugEventsResponse;
import java.util.List;

/**
 * The text of debug messages of the datapath, in the format of the hubble CLI. The order of the lines in {@code dict}
 * was not compared with it.
 */
public final class DebugEventText implements EventText<GetDebugEventsResponse> {
    private static final String ABSENT = "N/A";

    @Override
    public Origin origin(GetDebugEventsResponse answer) {
        return new Origin(answer.hasTime() ? answer.getTime() : null, answer.getNodeName());
    }

    @Override
    public List<String> heads() {
        return List.of("FROM", "TYPE", "CPU/MARK", "MESSAGE");
    }

    @Override
    public List<String> cells(GetDebugEventsResponse answer) {
        DebugEvent event = answer.getDebugEvent();
        return List.of(from(event), type(event), cpu(event) + " " + mark(event), SafeText.of(event.getMessage()));
    }

    @Override
    public List<Field> fields(GetDebugEventsResponse answer) {
        DebugEvent event = answer.getDebugEvent();
        return List.of(
                new Field("TYPE", type(event)),
                new Field("FROM", from(event)),
                new Field("MARK", mark(event)),
                new Field("CPU", cpu(event)),
                new Field("MESSAGE", SafeText.of(event.getMessage())));
    }

    @Override
    public String line(GetDebugEventsResponse answer) {
        DebugEvent event = answer.getDebugEvent();
        return from(event) + " " + type(event) + " MARK: " + mark(event) + " CPU: " + cpu(event) + " ("
                + SafeText.of(event.getMessage()) + ")";
    }

    private static String type(DebugEvent event) {
        return EnumText.of(event.getType(), event.getTypeValue());
    }

    /**
     * Returns the pod and the endpoint's id. Without a pod it returns the label instead, if there is a single, reserved
     * one.
     */
    private static String from(DebugEvent event) {
        if (!event.hasSource()) {
            return ABSENT;
        }
        Endpoint source = event.getSource();
        String id = "ID: " + Integer.toUnsignedString(source.getID());
        if (!source.getNamespace().isEmpty() && !source.getPodName().isEmpty()) {
            return SafeText.of(source.getNamespace() + "/" + source.getPodName()) + " (" + id + ")";
        }
        boolean reserved = source.getLabelsCount() == 1 && source.getLabels(0).startsWith("reserved:");
        return reserved ? SafeText.of(source.getLabels(0)) + " (" + id + ")" : id;
    }

    private static String mark(DebugEvent event) {
        return event.hasHash() ? "0x" + Integer.toHexString(event.getHash().getValue()) : ABSENT;
    }

    private static String cpu(DebugEvent event) {
        return event.hasCpu() ? "%02d".formatted(event.getCpu().getValue()) : ABSENT;
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.print.node;

import com.google.protobuf.Timestamp;
import io.flowobserver.cli.print.StatusText;
import io.flowobserver.proto.node.Connections;
import io.flowobserver.proto.node.Inventory;
import io.flowobserver.proto.node.Loss;
import io.flowobserver.proto.node.NodeStatus;
import io.flowobserver.proto.node.ReadersOfKind;
import io.flowobserver.proto.node.Ring;
import io.flowobserver.proto.node.Source;
import io.flowobserver.proto.node.Unseen;
import java.util.ArrayList;
import java.util.List;

/** The status of a node in sections, for people: what {@code observer status} prints after hubble's own lines. */
public final class NodeSections {
    private final Ages ages;

    /**
     * Counts ages from a moment on.
     *
     * @param nowMillis in milliseconds since 1970-01-01 UTC
     */
    public NodeSections(long nowMillis) {
        this.ages = new Ages(nowMillis);
    }

    /** Appends lines for people, each with its line end. */
    public void appendText(StringBuilder out, NodeStatus status) {
        sections(status).forEach(section -> section.appendText(out));
    }

    /** Appends a line for each section in the form of hubble's {@code dict}. */
    public void appendDict(StringBuilder out, NodeStatus status) {
        sections(status).forEach(section -> section.appendDict(out));
    }

    private List<NodeSection> sections(NodeStatus status) {
        List<NodeSection> sections = new ArrayList<>();
        sections.add(new NodeSection("Oldest flow", oldest(status.getRing())));
        sections.add(new NodeSection("Lost", lost(status.getLossesList())));
        status.getSourcesList().stream()
                .filter(Source::hasDevices)
                .forEach(source -> sections.add(new NodeSection("Devices", DeviceLines.of(source.getDevices()))));
        sections.add(new NodeSection(
                "Sources",
                orNone(status.getSourcesList().stream()
                        .map(NodeSections::source)
                        .toList())));
        sections.add(new NodeSection(
                "Inventory",
                status.hasInventory() ? inventory(status.getInventory()) : List.of("none, see --inventory")));
        sections.add(new NodeSection(
                "Readers",
                orNone(status.getReaders().getKindsList().stream()
                        .filter(kind -> kind.getOpen() > 0)
                        .map(NodeSections::readers)
                        .toList())));
        sections.add(new NodeSection("Connections", connections(status.getConnections())));
        if (status.getCannotSeeCount() > 0) {
            sections.add(new NodeSection(
                    "Cannot see",
                    status.getCannotSeeList().stream().map(NodeSections::unseen).toList()));
        }
        return sections;
    }

    private String oldest(Ring ring) {
        return ring.hasOldest() ? ages.of(ring.getOldest()) : "none, because no flow was seen yet";
    }

    private List<String> lost(List<Loss> losses) {
        List<String> lines = new ArrayList<>();
        for (Loss loss : losses) {
            if (loss.getCount() != 0) {
                lines.add(StatusText.grouped(loss.getCount()) + " "
                        + LossPlace.text(loss.getPlace())
                        + last(loss.hasLast(), loss.getLast())
                        + remedy(LossPlace.remedy(loss.getPlace())));
            }
        }
        return lines.isEmpty() ? List.of("nothing") : lines;
    }

    private String last(boolean known, Timestamp time) {
        return known ? ", last " + ages.of(time) : "";
    }

    private static String source(Source source) {
        String text =
                source.getName() + ": " + source.getState() + ", " + StatusText.grouped(source.getEvents()) + " events";
        if (source.getRetries() > 0) {
            text += ", opened again " + StatusText.grouped(source.getRetries()) + " times";
        }
        return source.getError().isEmpty() ? text : text + "; " + source.getError();
    }

    private List<String> inventory(Inventory inventory) {
        String contents = inventory.getFile() + ", read " + ages.of(inventory.getRead()) + ": "
                + StatusText.grouped(inventory.getEndpoints()) + " endpoints, "
                + StatusText.grouped(inventory.getPods()) + " pods, "
                + StatusText.grouped(inventory.getServices()) + " ports of services, "
                + StatusText.grouped(inventory.getIdentities()) + " identities";
        return inventory.getError().isEmpty()
                ? List.of(contents)
                : List.of(contents, "cannot be read again: " + inventory.getError());
    }

    private static String readers(ReadersOfKind kind) {
        return StatusText.grouped(kind.getOpen()) + " by " + kind.getKind() + ", at most "
                + StatusText.grouped(kind.getGreatestLag()) + " flows behind";
    }

    private static String connections(Connections connections) {
        return StatusText.grouped(connections.getOpenGrpc()) + " by grpc, with "
                + StatusText.grouped(connections.getOpenCalls()) + " calls, this one included";
    }

    private static String unseen(Unseen unseen) {
        return unseen.getWhat() + ": " + unseen.getWhy() + remedy(unseen.getRemedy());
    }

    private static String remedy(String text) {
        return text.isEmpty() ? "" : " (" + text + ")";
    }

    private static List<String> orNone(List<String> lines) {
        return lines.isEmpty() ? List.of("none") : lines;
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.inventory;

import io.flowobserver.enrich.snapshot.PolicyEntry;
import io.flowobserver.enrich.snapshot.PolicyKey;
import io.flowobserver.flow.row.Directions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the policy entries of an endpoint. */
final class PolicyReader {
    private static final long MAX_BYTE = 0xFF;
    private static final long MAX_UNSIGNED_SHORT = 0xFFFF;
    private static final long MAX_UNSIGNED_INT = 0xFFFF_FFFFL;

    private static final int UNSET = -1;

    private final JsonCursor in;

    PolicyReader(JsonCursor in) {
        this.in = in;
    }

    /** Reads the list of entries at the current position. */
    List<PolicyEntry> read() throws IOException {
        List<PolicyEntry> entries = new ArrayList<>();
        in.beginList();
        while (in.hasElement()) {
            in.beginObject();
            entries.add(entry());
        }
        return entries;
    }

    private PolicyEntry entry() throws IOException {
        int direction = Directions.UNKNOWN;
        int identity = 0;
        int protocol = 0;
        int port = 0;
        int portPrefix = UNSET;
        boolean deny = false;
        List<List<String>> rules = List.of();
        List<String> log = List.of();
        while (in.hasField(InventoryObject.POLICY)) {
            switch (in.field()) {
                case "direction" -> direction = direction();
                case "remote_identity" -> identity = (int) in.number(0, MAX_UNSIGNED_INT);
                case "proto" -> protocol = (int) in.number(0, MAX_BYTE);
                case "port" -> port = (int) in.number(0, MAX_UNSIGNED_SHORT);
                case "port_prefix_len" -> portPrefix = (int) in.number(0, PolicyKey.PORT_BITS);
                case "deny" -> deny = in.flag();
                case "rules" -> rules = rules();
                case "log" -> log = in.texts();
                default -> in.skip();
            }
        }
        if (direction == Directions.UNKNOWN) {
            throw in.problem("field \"direction\" is missing");
        }
        PolicyKey key = portPrefix == UNSET
                ? PolicyKey.ofPort(direction, identity, protocol, port)
                : new PolicyKey(direction, identity, protocol, port, portPrefix);
        return new PolicyEntry(key, deny, rules, log);
    }

    private int direction() throws IOException {
        String text = in.text();
        return switch (text) {
            case "ingress" -> Directions.INGRESS;
            case "egress" -> Directions.EGRESS;
            default -> throw in.problem("must be \"ingress\" or \"egress\"");
        };
    }

    private List<List<String>> rules() throws IOException {
        List<List<String>> rules = new ArrayList<>();
        in.beginList();
        while (in.hasElement()) {
            rules.add(in.texts());
        }
        return rules;
    }
}

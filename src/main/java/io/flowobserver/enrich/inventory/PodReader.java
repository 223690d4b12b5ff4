// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.inventory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the {@code pod} object of an endpoint. */
final class PodReader {
    private final JsonCursor in;

    PodReader(JsonCursor in) {
        this.in = in;
    }

    PodObject read() throws IOException {
        String generateName = "";
        Map<String, String> labels = new HashMap<>();
        List<PodObject.Owner> owners = new ArrayList<>();
        in.beginObject();
        while (in.hasField(InventoryObject.POD)) {
            switch (in.field()) {
                case "generate_name" -> generateName = in.text();
                case "labels" -> labels(labels);
                case "owner_references" -> owners(owners);
                default -> in.skip();
            }
        }
        return new PodObject(generateName, labels, owners);
    }

    private void labels(Map<String, String> labels) throws IOException {
        in.beginObject();
        while (in.hasField()) {
            String key = in.field();
            labels.put(key, in.text());
        }
    }

    private void owners(List<PodObject.Owner> owners) throws IOException {
        in.beginList();
        while (in.hasElement()) {
            String kind = "";
            String name = "";
            boolean controller = false;
            in.beginObject();
            while (in.hasField(InventoryObject.OWNER_REFERENCE)) {
                switch (in.field()) {
                    case "kind" -> kind = in.text();
                    case "name" -> name = in.text();
                    case "controller" -> controller = in.flag();
                    default -> in.skip();
                }
            }
            owners.add(new PodObject.Owner(kind, name, controller));
        }
    }
}

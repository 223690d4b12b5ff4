// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.read;

import io.flowobserver.kube.object.KubePod;
import java.io.IOException;
import java.util.List;

/** Reads ports, which many objects share. */
final class PortReader {
    private static final int MAX_PORT = 65_535;

    private PortReader() {}

    /** @param number the name of the field that has the number */
    static KubePod.NamedPort read(String number, ObjectJson in) throws IOException {
        String[] texts = {"", "TCP"};
        int[] port = {0};
        in.object(field -> {
            if (field.equals(number)) {
                port[0] = (int) in.number(MAX_PORT);
            } else if (field.equals("name")) {
                texts[0] = in.sharedText();
            } else if (field.equals("protocol")) {
                texts[1] = in.sharedText();
            } else {
                in.skip();
            }
        });
        return new KubePod.NamedPort(texts[0], texts[1], port[0]);
    }

    @SuppressWarnings("unchecked") // an equal list holds equal ports
    static List<KubePod.NamedPort> shared(List<KubePod.NamedPort> ports, ObjectJson in) {
        return ports.isEmpty()
                ? List.of()
                : (List<KubePod.NamedPort>) in.pools().lists.shared(List.copyOf(ports));
    }
}

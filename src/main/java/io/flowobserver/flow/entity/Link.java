// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.entity;

import io.flowobserver.flow.wire.Wire;

/** The name of a network interface. The interface index is a column of the row. Immutable. */
public final class Link {
    private final String name;
    private final byte[] utf8;

    public Link(String name) {
        this.name = name;
        this.utf8 = Wire.utf8(name);
    }

    public String name() {
        return name;
    }

    /** Returns the name in UTF-8. Callers must not change the array. */
    public byte[] utf8() {
        return utf8;
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.entity;

import io.flowobserver.flow.wire.Wire;
import java.util.List;

/**
 * The DNS names of an address that one endpoint resolved. Immutable. The names are encoded twice: as source names and
 * as destination names.
 */
public final class Names {
    private static final int SOURCE_NAMES_FIELD = 13;
    private static final int DESTINATION_NAMES_FIELD = 14;

    private final List<String> names;
    private final byte[] encodedSource;
    private final byte[] encodedDestination;

    /**
     * Creates a list of names.
     *
     * @param names in lower case, without a trailing dot, sorted
     */
    public Names(List<String> names) {
        this.names = List.copyOf(names);
        this.encodedSource = Wire.texts(SOURCE_NAMES_FIELD, this.names);
        this.encodedDestination = Wire.texts(DESTINATION_NAMES_FIELD, this.names);
    }

    public List<String> names() {
        return names;
    }

    /** Returns the encoded field {@code source_names} of {@code flow.Flow}. Callers must not change the array. */
    public byte[] encodedSource() {
        return encodedSource;
    }

    /** Returns the encoded field {@code destination_names} of {@code flow.Flow}. Callers must not change the array. */
    public byte[] encodedDestination() {
        return encodedDestination;
    }
}

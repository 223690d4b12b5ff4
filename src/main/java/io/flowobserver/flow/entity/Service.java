// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.entity;

import io.flowobserver.flow.wire.Encodings;

/** A Kubernetes service that owns an address and a port. Immutable, encoded once. */
public final class Service {
    private final String namespace;
    private final String name;
    private final byte[] encoded;

    public Service(String namespace, String name) {
        this.namespace = namespace;
        this.name = name;
        this.encoded = Encodings.twoTexts(name, namespace);
    }

    public String namespace() {
        return namespace;
    }

    public String name() {
        return name;
    }

    /** Returns the body of {@code flow.Service}. Callers must not change the array. */
    public byte[] encoded() {
        return encoded;
    }
}

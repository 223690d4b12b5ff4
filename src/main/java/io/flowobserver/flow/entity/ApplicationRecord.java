// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.entity;

import io.flowobserver.flow.wire.WireMessage;

/** The part of an L7 flow that depends on the application protocol. Immutable. */
public abstract sealed class ApplicationRecord permits DnsRecord, HttpRecord, KafkaRecord {
    /** Number of the field that holds this record in {@code flow.Layer7}. */
    final int field;

    ApplicationRecord(int field) {
        this.field = field;
    }

    /** Writes the fields of this record's message. */
    abstract void writeTo(WireMessage message);
}

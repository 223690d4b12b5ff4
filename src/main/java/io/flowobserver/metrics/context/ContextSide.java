// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.context;

import io.flowobserver.flow.entity.Detail;
import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.flow.entity.Names;
import io.flowobserver.flow.entity.WrittenAddresses;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.text.AddressText;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One of the two ends of a flow. */
public enum ContextSide {
    SOURCE {
        @Override
        @Nullable
        Endpoint endpoint(FlowView row) {
            return row.source();
        }

        @Override
        @Nullable
        Names names(FlowView row) {
            return row.sourceNames();
        }

        @Override
        boolean hasAddress(FlowView row) {
            return row.has(FlowFlags.SOURCE_ADDRESS);
        }

        @Override
        long addressHigh(FlowView row) {
            return row.sourceAddressHigh();
        }

        @Override
        long addressLow(FlowView row) {
            return row.sourceAddressLow();
        }
    },
    DESTINATION {
        @Override
        @Nullable
        Endpoint endpoint(FlowView row) {
            return row.destination();
        }

        @Override
        @Nullable
        Names names(FlowView row) {
            return row.destinationNames();
        }

        @Override
        boolean hasAddress(FlowView row) {
            return row.has(FlowFlags.DESTINATION_ADDRESS);
        }

        @Override
        long addressHigh(FlowView row) {
            return row.destinationAddressHigh();
        }

        @Override
        long addressLow(FlowView row) {
            return row.destinationAddressLow();
        }
    };

    abstract @Nullable Endpoint endpoint(FlowView row);

    abstract @Nullable Names names(FlowView row);

    abstract boolean hasAddress(FlowView row);

    /** First half of the address; means something if there is one. */
    abstract long addressHigh(FlowView row);

    /** Second half of the address; means something if there is one. */
    abstract long addressLow(FlowView row);

    /** The address as text, empty if there is none; an access log may have written something else. */
    String address(FlowView row) {
        WrittenAddresses written = written(row);
        if (written != null) {
            return this == SOURCE ? written.source() : written.destination();
        }
        return hasAddress(row) ? AddressText.of(addressHigh(row), addressLow(row)) : "";
    }

    /** What an access log wrote instead of addresses, or null. */
    static @Nullable WrittenAddresses written(FlowView row) {
        Detail detail = row.detail();
        return detail == null ? null : detail.addresses();
    }

    ContextSide other() {
        return this == SOURCE ? DESTINATION : SOURCE;
    }

    /** Name of the label that tells who it is. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

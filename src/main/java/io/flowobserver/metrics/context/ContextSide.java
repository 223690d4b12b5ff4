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

/** One of the two sides of a flow. */
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
        boolean isMeantAsIpv6(FlowView row) {
            return row.has(FlowFlags.SOURCE_MEANT_AS_IPV6);
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
        boolean isMeantAsIpv6(FlowView row) {
            return row.has(FlowFlags.DESTINATION_MEANT_AS_IPV6);
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

    /** Returns whether an address of the form {@code ::ffff:a.b.c.d} is IPv6. */
    abstract boolean isMeantAsIpv6(FlowView row);

    /** Returns the upper 64 bits of the address. Only valid if {@link #hasAddress}. */
    abstract long addressHigh(FlowView row);

    /** Returns the lower 64 bits of the address. Only valid if {@link #hasAddress}. */
    abstract long addressLow(FlowView row);

    /**
     * Returns the address as text, or empty if there is none. If the access log wrote another text, that text is
     * returned.
     */
    String address(FlowView row) {
        WrittenAddresses written = written(row);
        if (written != null) {
            return this == SOURCE ? written.source() : written.destination();
        }
        return hasAddress(row) ? AddressText.of(addressHigh(row), addressLow(row), isMeantAsIpv6(row)) : "";
    }

    /** Returns the texts that an access log wrote as addresses, or null if they do not differ from the columns. */
    static @Nullable WrittenAddresses written(FlowView row) {
        Detail detail = row.detail();
        return detail == null ? null : detail.addresses();
    }

    ContextSide other() {
        return this == SOURCE ? DESTINATION : SOURCE;
    }

    /** Returns the name of the label for this side. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

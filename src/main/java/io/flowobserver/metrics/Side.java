// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics;

import io.flowobserver.flow.AddressText;
import io.flowobserver.flow.Endpoint;
import io.flowobserver.flow.FlowFlags;
import io.flowobserver.flow.FlowView;
import io.flowobserver.flow.Names;
import org.jspecify.annotations.Nullable;

/** One of the two ends of a flow. */
enum Side {
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
        String address(FlowView row) {
            return row.has(FlowFlags.SOURCE_ADDRESS)
                    ? AddressText.of(row.sourceAddressHigh(), row.sourceAddressLow())
                    : "";
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
        String address(FlowView row) {
            return row.has(FlowFlags.DESTINATION_ADDRESS)
                    ? AddressText.of(row.destinationAddressHigh(), row.destinationAddressLow())
                    : "";
        }
    };

    abstract @Nullable Endpoint endpoint(FlowView row);

    abstract @Nullable Names names(FlowView row);

    /** The address as text, empty if there is none. */
    abstract String address(FlowView row);
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter;

import io.flowobserver.flow.ApplicationRecord;
import io.flowobserver.flow.Detail;
import io.flowobserver.flow.DnsRecord;
import io.flowobserver.flow.FlowView;
import io.flowobserver.flow.HttpRecord;
import io.flowobserver.flow.Layer7;
import org.jspecify.annotations.Nullable;

/** What an application said, of the few flows that tell it. */
final class Applications {
    private Applications() {}

    static @Nullable Layer7 layer7(FlowView flow) {
        Detail detail = flow.detail();
        return detail == null ? null : detail.layer7();
    }

    static @Nullable HttpRecord http(FlowView flow) {
        return record(flow) instanceof HttpRecord http ? http : null;
    }

    static @Nullable DnsRecord dns(FlowView flow) {
        return record(flow) instanceof DnsRecord dns ? dns : null;
    }

    private static @Nullable ApplicationRecord record(FlowView flow) {
        Layer7 layer7 = layer7(flow);
        return layer7 == null ? null : layer7.protocol();
    }
}

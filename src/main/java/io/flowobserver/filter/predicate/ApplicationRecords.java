// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.predicate;

import io.flowobserver.flow.entity.ApplicationRecord;
import io.flowobserver.flow.entity.Detail;
import io.flowobserver.flow.entity.DnsRecord;
import io.flowobserver.flow.entity.HttpRecord;
import io.flowobserver.flow.entity.Layer7;
import io.flowobserver.flow.row.FlowView;
import org.jspecify.annotations.Nullable;

/** Access to the L7 parts of a flow. Each method returns null if the flow has no such part. */
public final class ApplicationRecords {
    private ApplicationRecords() {}

    public static @Nullable Layer7 layer7(FlowView flow) {
        Detail detail = flow.detail();
        return detail == null ? null : detail.layer7();
    }

    public static @Nullable HttpRecord http(FlowView flow) {
        return record(flow) instanceof HttpRecord http ? http : null;
    }

    public static @Nullable DnsRecord dns(FlowView flow) {
        return record(flow) instanceof DnsRecord dns ? dns : null;
    }

    private static @Nullable ApplicationRecord record(FlowView flow) {
        Layer7 layer7 = layer7(flow);
        return layer7 == null ? null : layer7.protocol();
    }
}

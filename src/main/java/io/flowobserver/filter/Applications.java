// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter;

import com.google.protobuf.InvalidProtocolBufferException;
import io.flowobserver.flow.Detail;
import io.flowobserver.flow.FlowView;
import io.flowobserver.proto.flow.DNS;
import io.flowobserver.proto.flow.HTTP;
import io.flowobserver.proto.flow.Layer7;
import org.jspecify.annotations.Nullable;

/** What an application said, of the few flows that tell it. */
final class Applications {
    private Applications() {}

    static @Nullable HTTP http(FlowView flow) {
        Layer7 layer7 = layer7(flow);
        return layer7.hasHttp() ? layer7.getHttp() : null;
    }

    static @Nullable DNS dns(FlowView flow) {
        Layer7 layer7 = layer7(flow);
        return layer7.hasDns() ? layer7.getDns() : null;
    }

    static Layer7 layer7(FlowView flow) {
        Detail detail = flow.detail();
        if (detail == null || detail.layer7().length == 0) {
            return Layer7.getDefaultInstance();
        }
        try {
            return Layer7.parseFrom(detail.layer7());
        } catch (InvalidProtocolBufferException malformed) {
            return Layer7.getDefaultInstance();
        }
    }
}

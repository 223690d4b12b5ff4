// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.field;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.flowobserver.filter.Filters;
import io.flowobserver.filter.pattern.FilterException;
import io.flowobserver.flow.FlowEncoder;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.proto.flow.FlowFilter;
import io.flowobserver.ring.FlowRing;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class UuidFilterTest {
    private final FlowUuid uuids = new FlowUuid();

    @Test
    void compile_uuidOfAFlow_matchesThatFlowOnly() throws FilterException, InvalidProtocolBufferException {
        FlowView first = new FlowView();
        FlowView second = new FlowView();
        var ring = new FlowRing(8);
        for (int i = 0; i < 2; i++) {
            ring.claim();
            ring.publish();
        }
        var reader = ring.reader();
        reader.read(first);
        reader.read(second);
        String uuid = uuidOf(second);

        assertThat(matches(uuid, second)).isTrue();
        assertThat(matches(uuid, first)).isFalse();
        assertThat(matches(uuid.toUpperCase(Locale.ROOT), second)).isFalse();
        assertThat(matches("{" + uuid.substring(2) + "}", second)).isFalse();
    }

    private boolean matches(String uuid, FlowView flow) throws FilterException {
        var filter = FlowFilter.newBuilder().addUuid(uuid).addUuid("x").build();
        return new Filters(uuids).compile(List.of(filter), List.of()).test(flow);
    }

    private String uuidOf(FlowView flow) throws InvalidProtocolBufferException {
        byte[] bytes = new byte[FlowEncoder.maxLength(flow)];
        int end = new FlowEncoder(uuids).encode(flow, bytes, 0);
        return Flow.parser().parseFrom(bytes, 0, end).getUuid();
    }
}

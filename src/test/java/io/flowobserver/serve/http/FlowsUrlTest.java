// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import io.flowobserver.proto.observer.GetFlowsRequest;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FlowsUrlTest {
    private static final Instant NOW = Instant.parse("2024-05-07T12:00:00Z");

    @Test
    void request_followUntil_hasBoth() {
        GetFlowsRequest request = FlowsUrl.request("follow&until=-1m", NOW);
        assertThat(request.getFollow()).isTrue();
        assertThat(Timestamps.toString(request.getUntil())).isEqualTo("2024-05-07T12:01:00Z");
        assertThat(request.getNumber()).isZero();
    }

    @Test
    void request_reply_isAFilterLikeOthers() {
        assertThat(FlowsUrl.request("not-reply", NOW).getWhitelist(0).getReplyList())
                .containsExactly(false);
        assertThat(FlowsUrl.request("not&reply", NOW).getBlacklist(0).getReplyList())
                .containsExactly(true);
    }
}

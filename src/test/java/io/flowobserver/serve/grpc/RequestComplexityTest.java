// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import io.flowobserver.proto.flow.FlowFilter;
import io.flowobserver.proto.flow.Verdict;
import io.flowobserver.proto.observer.GetFlowsRequest;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RequestComplexityTest {
    private static final Descriptor TYPE = GetFlowsRequest.getDescriptor();

    @Test
    void areFew_requestsThatPeopleMake_are() {
        var filter = FlowFilter.newBuilder();
        for (int i = 0; i < 1_000; i++) {
            filter.addSourceIp("192.0.2." + i).addSourceIdentity(i).addVerdict(Verdict.DROPPED);
        }
        var request = GetFlowsRequest.newBuilder().addAllWhitelist(Collections.nCopies(10, filter.build()));
        assertThat(areFew(request.build().toByteArray())).isTrue();
        var large = FlowFilter.newBuilder().addSourcePod("x".repeat(3 << 20)).build();
        assertThat(areFew(
                        GetFlowsRequest.newBuilder().addWhitelist(large).build().toByteArray()))
                .isTrue();
    }

    @Test
    void areFew_manyOfAnyKind_areNot() {
        var filters = GetFlowsRequest.newBuilder()
                .addAllWhitelist(Collections.nCopies(10_000, FlowFilter.getDefaultInstance()));
        assertThat(areFew(filters.build().toByteArray())).isFalse();
        var texts = FlowFilter.newBuilder().addAllSourcePod(Collections.nCopies(200_000, ""));
        assertThat(areFew(
                        GetFlowsRequest.newBuilder().addWhitelist(texts).build().toByteArray()))
                .isFalse();
        var numbers = FlowFilter.newBuilder().addAllSourceIdentity(Collections.nCopies(200_000, 1));
        assertThat(areFew(GetFlowsRequest.newBuilder()
                        .addWhitelist(numbers)
                        .build()
                        .toByteArray()))
                .isFalse();
        ByteString one = ByteString.copyFrom(new byte[] {(byte) 0xf8, 0x07, 1});
        ByteString unknown = ByteString.copyFrom(Collections.nCopies(200_000, one));
        assertThat(areFew(unknown.toByteArray())).isFalse();
    }

    @Test
    void areFew_garbage_neverThrows() {
        var random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            areFew(bytes);
        }
    }

    private static boolean areFew(byte[] request) {
        return RequestComplexity.fields(request, TYPE) <= RequestComplexity.MOST;
    }
}

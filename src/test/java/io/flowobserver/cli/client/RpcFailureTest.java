// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.cli.client.connect.ServerAddress;
import io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RpcFailureTest {
    private static final ServerAddress SERVER = ServerAddress.parse("h:1");

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"UNAVAILABLE", "CANCELLED"})
    void of_serverGoesAway_saysSo(Status.Code code) {
        assertThat(RpcFailure.of(code.toStatus().withDescription("RST_STREAM"), SERVER, true))
                .hasMessage("the server at h:1 ended the connection");
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"OK"},
            mode = EnumSource.Mode.EXCLUDE)
    void of_anyCode_isOneSafeLine(Status.Code code) {
        assertThat(RpcFailure.of(code.toStatus().withDescription("a\nb\u001b"), SERVER, true)
                        .getMessage())
                .isNotEmpty()
                .doesNotContain("\n", "\u001b");
    }

    @Test
    void of_noDescription_namesTheCode() {
        assertThat(RpcFailure.of(Status.RESOURCE_EXHAUSTED, SERVER, true))
                .hasMessage("the server at h:1 has no room for this: resource exhausted");
        assertThat(RpcFailure.of(Status.DEADLINE_EXCEEDED, SERVER, true))
                .hasMessage("the server at h:1 did not answer in time");
    }
}

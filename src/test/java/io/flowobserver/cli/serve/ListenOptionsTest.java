// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowobserver.config.ConfigException;
import io.flowobserver.config.ListenConfig;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ListenOptionsTest {
    @ParameterizedTest
    @CsvSource({
        "--grpc-response-bundling, true",
        "--grpc-response-bundling=true, true",
        "--grpc-response-bundling=false, false"
    })
    void config_responseBundling_asTheFlagSays(String flag, boolean expected) {
        assertThat(bundles(flag)).isEqualTo(expected);
    }

    @Test
    void config_noFlag_bundlesResponses() {
        assertThat(bundles()).isTrue();
    }

    @Test
    void config_allowedHosts_areSeparatedByCommas() {
        assertThat(config("--http-allowed-hosts=a.example,*.b.example", "--http-allowed-hosts=c")
                        .http()
                        .allowedHosts())
                .containsExactly("a.example", "*.b.example", "c");
        assertThat(config().http().allowedHosts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"10m, 600", "1m30s, 90", "1s, 1", "0, 0"})
    void config_idleStreamTimeout_asTheFlagSays(String text, long seconds) {
        assertThat(config("--idle-stream-timeout=" + text).idleStreamTimeout()).hasSeconds(seconds);
    }

    @Test
    void config_noIdleStreamTimeout_tenMinutes() {
        assertThat(config().idleStreamTimeout()).hasMinutes(10);
    }

    @ParameterizedTest
    @CsvSource({"soon, is not a time", "-5m, give 1s or more", "10, is not a time", "999ms, give 1s or more"})
    void config_noTime_isRefused(String text, String reason) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> config("--idle-stream-timeout=" + text))
                .withMessageStartingWith("--idle-stream-timeout: ")
                .withMessageContaining(reason);
    }

    private static boolean bundles(String... arguments) {
        return config(arguments).grpcResponseBundling();
    }

    private static ListenConfig config(String... arguments) {
        ListenOptions options = new ListenOptions();
        new CommandLine(new Command(options)).parseArgs(arguments);
        return options.config(List.of("127.0.0.1:0"));
    }

    @CommandLine.Command
    private record Command(@CommandLine.Mixin ListenOptions options) {}
}

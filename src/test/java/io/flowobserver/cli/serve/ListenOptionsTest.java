// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

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

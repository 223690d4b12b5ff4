// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowobserver.config.ConfigException;
import io.flowobserver.config.ListenConfig;
import io.flowobserver.serve.BindOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ListenerSetupTest {
    @Test
    void access_http_asConfigured() {
        BindOptions.Http http = access(new ListenConfig.Http(false, true, List.of("a.example", "*.b.example")))
                .http();
        assertThat(http.onUnixSockets()).isTrue();
        assertThat(http.onTcp()).isTrue();
        assertThat(http.allowedHosts()).hasSize(2);
        assertThat(access(new ListenConfig.Http(true, false, List.of())).http()).isEqualTo(BindOptions.Http.NOWHERE);
        assertThat(access(new ListenConfig.Http(false, false, List.of())).http())
                .isEqualTo(BindOptions.Http.ON_UNIX_SOCKETS);
    }

    @Test
    void access_allowedHostThatIsNone_namesTheFlag() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> access(new ListenConfig.Http(false, true, List.of("a.example:80"))))
                .withMessageStartingWith("--http-allowed-hosts: \"a.example:80\" is no host; ");
    }

    private static BindOptions access(ListenConfig.Http http) {
        return ListenerSetup.access(new ListenConfig(
                List.of("127.0.0.1:0"), Optional.empty(), Optional.empty(), http, true, Duration.ZERO));
    }
}

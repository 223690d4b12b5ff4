// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InClusterTest {
    @TempDir
    private Path account;

    @Test
    void access_inPod_readsTheFilesAsTheyAre() throws IOException {
        Map<String, String> environment =
                Map.of("KUBERNETES_SERVICE_HOST", "fd00::1", "KUBERNETES_SERVICE_PORT", "6443");
        assertThat(InCluster.isHere(environment, account)).isFalse();
        Files.writeString(account.resolve("token"), "first");
        assertThat(InCluster.isHere(environment, account)).isTrue();
        ClusterAccess access = InCluster.access(environment, account);
        assertThat(access.server()).hasToString("https://[fd00::1]:6443");
        assertThat(access.login().credential().token()).isEqualTo("first");
        Files.writeString(account.resolve("token"), "second\n");
        assertThat(access.login().credential().token()).isEqualTo("second");
        assertThat(access.trust().cas()).hasToString(account.resolve("ca.crt").toString());
    }

    @Test
    void credential_tokenThatIsNone_isRefused() throws IOException {
        Files.writeString(account.resolve("token"), "two\nlines");
        Login login = InCluster.access(Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1"), account)
                .login();
        assertThatThrownBy(login::credential).hasMessageContaining("token: is not a token");
    }

    @Test
    void access_outsideOfPod_isRefused() {
        assertThatThrownBy(() -> InCluster.access(Map.of(), account)).hasMessageContaining("--kubeconfig");
        assertThatThrownBy(() -> InCluster.access(
                        Map.of("KUBERNETES_SERVICE_HOST", "h", "KUBERNETES_SERVICE_PORT", "x"), account))
                .isInstanceOf(AccessException.class);
    }
}

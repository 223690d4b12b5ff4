// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials of a real program. */
class ITExecLogin {
    private static final String V1 = "client.authentication.k8s.io/v1";

    @TempDir
    private Path directory;

    @BeforeEach
    void writeKubeconfig() throws IOException {
        Files.writeString(
                directory.resolve("config"),
                """
                current-context: c
                contexts: [{name: c, context: {cluster: c, user: u}}]
                clusters: [{name: c, cluster: {server: "https://c"}}]
                users:
                - name: u
                  user:
                    exec:
                      apiVersion: client.authentication.k8s.io/v1
                      command: ./login
                      args: ["a b", "$(false)"]
                      env: [{name: EXTRA, value: x}]
                      provideClusterInfo: true
                """);
    }

    @Test
    void credential_ofProgram_isKeptUntilRejected() throws IOException {
        Login login = login("echo run >> runs; echo \"$1|$2|$EXTRA|$KUBERNETES_EXEC_INFO\" > seen\n"
                + answer("\"token\": \"t'$(wc -l < runs)'\""));
        Credential first = login.credential();
        assertThat(first.token()).isEqualTo("t1");
        assertThat(login.credential()).isSameAs(first);
        assertThat(login.rejected(first)).isTrue();
        assertThat(login.credential().token()).isEqualTo("t2");
        assertThat(Files.readString(directory.resolve("seen")))
                .startsWith("a b|$(false)|x|{")
                .contains("\"interactive\":false", "\"server\":\"https://c\"", V1);
    }

    @Test
    void credential_thatExpires_isAskedForAgain() throws IOException {
        Login login = login("echo run >> runs\n"
                + answer("\"token\": \"t'$(wc -l < runs)'\", \"expirationTimestamp\": \"" + Instant.EPOCH + "\""));
        assertThat(login.credential().token()).isEqualTo("t1");
        assertThat(login.credential().token()).isEqualTo("t2");
        login = login("echo run >> runs\n"
                + answer("\"token\": \"t'$(wc -l < runs)'\", \"expirationTimestamp\": \"2999-01-01T00:00:00+01:00\""));
        assertThat(login.credential().token()).isEqualTo("t3");
        assertThat(login.credential().token()).isEqualTo("t3");
    }

    @Test
    void credential_certificate_isGivenAsText() throws IOException {
        Credential.Identity identity = login(answer("\"clientCertificateData\": \"C\", \"clientKeyData\": \"K\""))
                .credential()
                .identity();
        assertThat(identity).isNotNull();
        assertThat(identity.key().read().pem()).asString().isEqualTo("K");
    }

    @Test
    void credential_programThatFails_isToldInOneLine() throws IOException {
        assertRefused("users[0].user.exec: the program ends with 3: no ticket", "echo no ticket >&2; exit 3");
        assertRefused("is no ExecCredential in JSON", "echo secret");
        assertRefused("is no ExecCredential in JSON", answer("\"token\": []"));
        assertRefused("does not write an ExecCredential of " + V1, "echo '{}'");
        assertRefused("gives neither a token", answer(""));
        assertRefused("writes more than", "yes");
        Files.delete(directory.resolve("login"));
        Login gone = Kubeconfig.access(List.of(directory.resolve("config")), "", System.getenv())
                .login();
        assertThatThrownBy(gone::credential).hasMessageContaining("exec.command: cannot run");
    }

    private void assertRefused(String message, String script) throws IOException {
        Login login = login(script);
        assertThatThrownBy(login::credential)
                .hasMessageContaining(message)
                .message()
                .doesNotContain("\n", "secret");
    }

    private Login login(String script) throws IOException {
        Path program = directory.resolve("login");
        Files.writeString(program, "#!/bin/sh\ncd " + directory + "\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return Kubeconfig.access(List.of(directory.resolve("config")), "", Map.of("PATH", System.getenv("PATH")))
                .login();
    }

    private static String answer(String status) {
        return "echo '{\"apiVersion\": \"" + V1 + "\", \"kind\": \"ExecCredential\", \"status\": {" + status + "}}'";
    }
}

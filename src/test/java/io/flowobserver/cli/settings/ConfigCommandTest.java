// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.cli.Observer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigCommandTest {
    @TempDir
    private Path home;

    private final Map<String, String> environment = new HashMap<>();
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @BeforeEach
    void environment() {
        environment.put("HOME", home.toString());
    }

    @Test
    void view_nothingSet_printsHubblesKeysAndDefaults() {
        assertThat(execute("config", "view")).isZero();
        assertThat(out.toString())
                .isEqualTo(
                        """
                        allowlist: []
                        basic-auth-password: ""
                        basic-auth-username: ""
                        config: %s
                        debug: false
                        denylist: []
                        kube-context: ""
                        kube-namespace: kube-system
                        kubeconfig: ""
                        port-forward: false
                        port-forward-port: "4245"
                        request-timeout: 12s
                        server: unix:///var/run/hubble.sock
                        timeout: 5s
                        tls: false
                        tls-allow-insecure: false
                        tls-ca-cert-files: []
                        tls-client-cert-file: ""
                        tls-client-key-file: ""
                        tls-server-name: ""
                        """
                                .formatted(ours()));
        assertThat(err.toString()).isEmpty();
        assertThat(Files.exists(ours())).isFalse();
    }

    @Test
    void get_eachPlace_theFirstOneWins() throws IOException {
        write(hubbles(), "server: hubble-file:1\n");
        assertThat(get("server")).isEqualTo("hubble-file:1\n");
        write(ours(), "tls: true\n");
        assertThat(get("server")).isEqualTo("unix:///var/run/hubble.sock\n");
        write(ours(), "server: our-file:1\n");
        assertThat(get("server")).isEqualTo("our-file:1\n");
        environment.put("HUBBLE_SERVER", "hubble-variable:1");
        assertThat(get("server")).isEqualTo("hubble-variable:1\n");
        environment.put("OBSERVER_SERVER", "our-variable:1");
        assertThat(get("server")).isEqualTo("our-variable:1\n");
        environment.put("OBSERVER_SERVER", "");
        assertThat(get("server")).isEqualTo("hubble-variable:1\n");
    }

    @Test
    void get_withoutKey_isView() {
        execute("config", "view");
        String view = out.toString();
        out = new StringWriter();
        assertThat(execute("config", "get")).isZero();
        assertThat(out.toString()).isEqualTo(view);
    }

    @Test
    void set_eachKind_isReadBackByHubblesRules() throws IOException {
        assertThat(execute("config", "set", "tls", "1")).isZero();
        assertThat(execute("config", "set", "tls-ca-cert-files", "[/a.pem,/b.pem]"))
                .isZero();
        assertThat(execute("config", "set", "request-timeout", "1m30s")).isZero();
        assertThat(execute("config", "set", "port-forward-port", "0")).isZero();
        assertThat(execute("config", "set", "tls-server-name", "true")).isZero();
        assertThat(execute("config", "set", "allowlist", "{\"source_pod\":[\"a/\"]}"))
                .isZero();
        assertThat(Files.readString(ours()))
                .isEqualTo(
                        """
                        tls: true
                        tls-ca-cert-files:
                        - /a.pem
                        - /b.pem
                        request-timeout: 1m30s
                        port-forward-port: 0
                        tls-server-name: 'true'
                        allowlist:
                        - '{"source_pod":["a/"]}'
                        """);
        assertThat(get("tls-ca-cert-files")).isEqualTo("- /a.pem\n- /b.pem\n");
        assertThat(get("tls-server-name")).isEqualTo("\"true\"\n");
        assertThat(get("allowlist")).isEqualTo("- '{\"source_pod\":[\"a/\"]}'\n");
        assertThat(execute("config", "set", "tls")).isZero();
        assertThat(get("tls")).isEqualTo("false\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void set_file_keepsCommentsForeignKeysAndItsMode() throws IOException {
        write(ours(), "# mine\nserver: a:1 # the old one\nfuture:\n  x: 1\n");
        Files.setPosixFilePermissions(ours(), PosixFilePermissions.fromString("rw-r-----"));
        assertThat(execute("config", "set", "server", "b:2")).isZero();
        assertThat(Files.readString(ours())).contains("# mine\nserver: b:2", "future:\n  x: 1\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(ours())))
                .isEqualTo("rw-r-----");
    }

    @Test
    void set_newFile_isForItsUserAlone() throws IOException {
        assertThat(execute("config", "set", "basic-auth-password", "secret")).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(ours())))
                .isEqualTo("rw-------");
        try (var files = Files.list(ours().getParent())) {
            assertThat(files).containsExactly(ours());
        }
    }

    @Test
    void set_onlyHubblesFile_itsSettingsAreTakenOverAndItStays() throws IOException {
        write(hubbles(), "server: relay:443\ntls: true\n");
        assertThat(execute("config", "set", "tls-server-name", "x")).isZero();
        assertThat(Files.readString(ours())).isEqualTo("server: relay:443\ntls: true\ntls-server-name: x\n");
        assertThat(Files.readString(hubbles())).isEqualTo("server: relay:443\ntls: true\n");
        assertThat(err.toString()).contains("is new and has the settings of " + hubbles());
    }

    @Test
    void reset_all_writesEveryDefault() throws IOException {
        write(ours(), "server: a:1\nother: 1\n");
        assertThat(execute("config", "reset")).isZero();
        assertThat(Files.readString(ours()))
                .contains("server: unix:///var/run/hubble.sock\n", "other: 1\n", "tls: false");
        write(ours(), "server: a:1\ntls: true\n");
        assertThat(execute("config", "reset", "server")).isZero();
        assertThat(Files.readString(ours())).isEqualTo("server: unix:///var/run/hubble.sock\ntls: true\n");
    }

    @Test
    void config_flag_namesTheOnlyFile() throws IOException {
        Path named = home.resolve("named.yaml");
        write(hubbles(), "server: hubble-file:1\n");
        assertThat(execute("config", "set", "--config", named.toString(), "tls", "true"))
                .isZero();
        assertThat(Files.readString(named)).isEqualTo("tls: true\n");
        environment.put("OBSERVER_CLIENT_CONFIG", named.toString());
        assertThat(get("tls")).isEqualTo("true\n");
        assertThat(get("server")).isEqualTo("unix:///var/run/hubble.sock\n");
        assertThat(get("config")).isEqualTo(named + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "get foo | unknown key: foo",
                "get sever | unknown key: sever, did you mean \"server\"?",
                "set | invalid arguments: set requires exactly 1 or 2 argument(s): got ''",
                "set a b c | invalid arguments: set requires exactly 1 or 2 argument(s): got 'a b c'",
                "get a b | invalid arguments: get requires exactly 0 or 1 argument(s): got 'a b'",
                "reset a b | invalid arguments: reset requires exactly 0 or 1 argument(s): got 'a b'",
                "set tls maybe | tls: \"maybe\" is neither true nor false",
                "set timeout 5 | timeout: \"5\" is no duration, such as 5s or 1m30s",
                "set port-forward-port 65536 | port-forward-port: \"65536\" is no port number from 0 to 65535",
                "set config x | config: a file cannot name itself, use --config or OBSERVER_CLIENT_CONFIG",
            })
    void wrongUse_isToldInOneLine(String arguments, String message) {
        assertThat(execute(("config " + arguments).split(" ", -1))).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("observer: " + message + "\n");
        assertThat(out.toString()).isEmpty();
        assertThat(Files.exists(ours())).isFalse();
    }

    @Test
    void set_brokenFile_isLeftAlone() throws IOException {
        write(ours(), "server: [a\n");
        assertThat(execute("config", "set", "tls", "true")).isEqualTo(1);
        assertThat(err.toString()).contains(ours() + ":", "is not YAML");
        assertThat(Files.readString(ours())).isEqualTo("server: [a\n");
    }

    @Test
    void view_brokenFile_isIgnoredAndTold() throws IOException {
        write(ours(), "- a\n");
        assertThat(execute("config", "view")).isZero();
        assertThat(out.toString()).contains("server: unix:///var/run/hubble.sock\n");
        assertThat(err.toString())
                .isEqualTo("observer: " + ours() + ": settings have the form \"key: value\"; the file is ignored\n");
    }

    @Test
    void config_alone_printsHelp() {
        assertThat(execute("config")).isZero();
        assertThat(out.toString()).contains("view", "get", "set", "reset");
    }

    private String get(String key) {
        out = new StringWriter();
        assertThat(execute("config", "get", key)).isZero();
        return out.toString();
    }

    private int execute(String... arguments) {
        return Observer.commandLine(environment)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private Path ours() {
        return home.resolve(".config/observer/config.yaml");
    }

    private Path hubbles() {
        return home.resolve(".config/hubble/config.yaml");
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}

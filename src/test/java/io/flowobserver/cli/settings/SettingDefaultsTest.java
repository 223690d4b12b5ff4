// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowobserver.cli.Observer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

class SettingDefaultsTest {
    @TempDir
    private Path directory;

    private final StringWriter err = new StringWriter();

    @Test
    void flags_ofEachKind_takeTheirValuesFromTheFile() throws IOException {
        Path file = file(
                """
                tls: true
                tls-ca-cert-files: [/a.pem, /b.pem]
                basic-auth-password: ${env:HOME}$$x
                port-forward-port: 1
                """);
        Client client = parse(Map.of(), "--config", file.toString(), "--port-forward-port=2");
        assertThat(client.tls).isTrue();
        assertThat(client.files).containsExactly("/a.pem", "/b.pem");
        assertThat(client.password).isEqualTo("${env:HOME}$$x");
        assertThat(client.port).isEqualTo(2);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void flags_environment_hasPrecedenceOverTheFile() throws IOException {
        Path file = file("server: file:1\nallowlist: ['{\"uuid\":[\"a\"]}', '{}']\n");
        Client client = parse(Map.of(
                "HUBBLE_CONFIG", file.toString(), "HUBBLE_SERVER", "variable:1", "OBSERVER_PORT_FORWARD_PORT", "7"));
        assertThat(client.server).isEqualTo("variable:1");
        assertThat(client.port).isEqualTo(7);
        assertThat(client.allowed).containsExactly("{\"uuid\":[\"a\"]} {}");
        assertThat(parse(Map.of("HUBBLE_CONFIG", file.toString())).server).isEqualTo("file:1");
        assertThat(parse(Map.of("HUBBLE_CONFIG", file.toString()), "--server", "flag:1").server)
                .isEqualTo("flag:1");
    }

    @Test
    void flags_wrongValue_namesItsPlace() {
        assertThatThrownBy(() -> parse(Map.of("HUBBLE_TLS", "yes")))
                .isInstanceOf(ParameterException.class)
                .hasStackTraceContaining("HUBBLE_TLS: \"yes\" is neither true nor false");
    }

    @Test
    void flags_fileThatIsNone_isIgnoredAndToldOnce() throws IOException {
        Path file = file("server: [a\n");
        assertThat(parse(Map.of(), "--config", file.toString()).server).isEqualTo("default:1");
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("observer: " + file + ":")
                .endsWith("; the file is ignored");
        assertThat(parse(Map.of(), "--config", directory + "/none").server).isEqualTo("default:1");
        assertThat(err.toString()).endsWith("observer: " + directory + "/none: no such file; it is ignored\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"observe", "observe flows", "observe agent-events", "status", "list nodes", "watch peers"})
    void clients_haveTheFlagAndTheSettings(String command) throws Exception {
        CommandLine line = Observer.commandLine(Map.of("OBSERVER_SERVER", "x:1"));
        for (String name : command.split(" ", -1)) {
            line = line.getSubcommands().get(name);
        }
        CommandSpec spec = line.getCommandSpec();
        assertThat(spec.findOption("--config")).isNotNull();
        assertThat(spec.defaultValueProvider().defaultValue(spec.findOption("--server")))
                .isEqualTo("x:1");
        assertThat(spec.defaultValueProvider().defaultValue(spec.findOption("--help")))
                .isNull();
    }

    @Test
    void serve_clientVariables_areNoMistake() {
        StringWriter out = new StringWriter();
        CommandLine line = Observer.commandLine(Map.of("OBSERVER_TLS", "true", "OBSERVER_CLIENT_CONFIG", "/x"))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        assertThat(line.execute("serve", "--ring-flows=-1")).isEqualTo(2);
        assertThat(err.toString()).doesNotContain("OBSERVER_TLS", "OBSERVER_CLIENT_CONFIG");
    }

    @Test
    void help_isThereInSpiteOfAWrongSetting() {
        StringWriter out = new StringWriter();
        CommandLine line = Observer.commandLine(Map.of("OBSERVER_SERVER", "x", "HUBBLE_TIMEOUT", "soon"))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        assertThat(line.execute("status", "--help")).isZero();
        assertThat(out.toString()).contains("--server");
    }

    private Client parse(Map<String, String> environment, String... arguments) {
        Client client = new Client();
        CommandLine line = new CommandLine(client).setErr(new PrintWriter(err, true));
        new SettingDefaults(environment).install(line);
        line.parseArgs(arguments);
        return client;
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("config.yaml"), text);
    }

    /** A client with a flag of each kind. */
    @Command
    private static final class Client {
        @Option(names = "--server", defaultValue = "default:1")
        private String server = "";

        @Option(names = "--tls")
        private boolean tls;

        @Option(names = "--tls-ca-cert-files", split = ",")
        private List<String> files = List.of();

        @Option(names = "--basic-auth-password")
        private String password = "";

        @Option(
                names = {"--port-forward-port"},
                defaultValue = "4245")
        private int port;

        @Option(names = "--allowlist")
        private List<String> allowed = List.of();
    }
}

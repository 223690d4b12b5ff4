// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowobserver.cli.Observer;
import io.flowobserver.config.ConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class SettingsTest {
    @TempDir
    Path directory;

    private final Map<String, String> environment = new HashMap<>(Map.of("PATH", "/bin", "HUBBLE_NODE_NAME", "n"));

    @Test
    void flags_environment_splitsListsByCommaOrSpace() throws IOException {
        environment.put("OBSERVER_INTERFACES", "eth0, veth* lo");
        environment.put("OBSERVER_NODE_NAME", "a, b");
        environment.put("OBSERVER_CLSACT", "true");
        environment.put("OBSERVER_CLUSTER_NAME", "");
        assertThat(flags("", "serve"))
                .containsExactly(
                        "--clsact=true",
                        "--interfaces=eth0",
                        "--interfaces=veth*",
                        "--interfaces=lo",
                        "--node-name=a, b");
    }

    /** A path may contain commas, so only spaces separate sources. */
    @Test
    void flags_sources_areAList() throws IOException {
        assertThat(flags("source: [bpf, 'replay:/a file']\n", "serve"))
                .containsExactly("--source=bpf", "--source=replay:/a file");
        environment.put("OBSERVER_SOURCE", "bpf replay:/a,b");
        assertThat(flags("source: bpf\n", "serve")).containsExactly("--source=bpf", "--source=replay:/a,b");
        assertThat(flags("source: bpf\n", "serve", "--source=bpf")).isEmpty();
    }

    @Test
    void flags_flagWinsOverEnvironmentOverFile() throws IOException {
        environment.put("OBSERVER_NODE_NAME", "environment");
        environment.put("OBSERVER_CLUSTER_NAME", "environment");
        String file = "node-name: file\ncluster-name: file\nsource: file\ninterfaces: [a, b]\n";
        assertThat(flags(file, "serve", "--cluster-name=flag", "--interfaces=c"))
                .containsExactly("--node-name=environment", "--source=file");
    }

    /** Who says how large the ring is in one way has said it. */
    @Test
    void flags_ringInOtherWords_isTheSameSetting() throws IOException {
        assertThat(flags("ring-bytes: 1MiB\n", "serve", "--max-flows=5")).isEmpty();
        environment.put("OBSERVER_RING_FLOWS", "7");
        assertThat(flags("ring-bytes: 1MiB\n", "serve")).containsExactly("--ring-flows=7");
        environment.put("OBSERVER_MAX_FLOWS", "7");
        assertThat(flags("", "serve")).hasSize(2);
    }

    @Test
    void flags_fileOfAnotherCommandToo_takesWhatIsItsOwn() throws IOException {
        assertThat(flags("ring-flows: 5\nsource: x\nduration: 5s\n", "record", "f"))
                .containsExactly("--source=x", "--duration=5s");
    }

    /** Kubernetes tells containers of services by variables that nobody wrote. */
    @Test
    void addEnvironment_variablesOfOthers_areLeftAlone() throws IOException {
        for (String name : List.of(
                "OBSERVER_HEAP",
                "OBSERVER_DIRECT",
                "OBSERVER_JAVA_OPTS",
                "OBSERVER_SERVER",
                "OBSERVER_SERVICE_HOST",
                "OBSERVER_SERVICE_PORT",
                "OBSERVER_SERVICE_PORT_GRPC",
                "OBSERVER_PORT",
                "OBSERVER_PORT_50051_TCP",
                "OBSERVER_PORT_50051_TCP_ADDR",
                "OBSERVER_METRICS_SERVICE_HOST",
                "OBSERVER_METRICS_PORT_6943_TCP_PROTO")) {
            environment.put(name, "tcp://10.0.0.1:1");
        }
        assertThat(flags("", "serve")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "OBSERVER_RING_FLOW, 5, 'environment: there is no variable OBSERVER_RING_FLOW, did you mean \"OBSERVER_RING_FLOWS"
                + "\"?'",
        "OBSERVER_QQQQQQQQQQQQQQQQQQQQQQQQQ, 5, environment: there is no variable OBSERVER_QQQQQQQQQQQQQQQQQQQQQQQQQ",
        "OBSERVER_RING_FLOWS, five, OBSERVER_RING_FLOWS: \"five\" is not a whole number",
        "OBSERVER_CLSACT, yes, OBSERVER_CLSACT: \"yes\" is neither true nor false",
    })
    void addEnvironment_wrong_isRefused(String name, String value, String message) {
        environment.put(name, value);
        assertThatThrownBy(() -> flags("", "serve"))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "source: bpf;ring-flow: 5 | :2: there is no \"ring-flow\", did you mean \"ring-flows\"?",
                "--source: bpf            | :1: there is no \"--source\", did you mean \"source\"?",
                "config: x                | :1: there is no \"config\"",
                "help: true               | :1: there is no \"help\"",
                "ring-flows: five         | :1: ring-flows: \"five\" is not a whole number",
                "clsact: 1                | :1: clsact: \"1\" is neither true nor false",
                "clsact: [true]           | :1: clsact: takes one value, not a list",
            })
    void addFile_wrong_isRefusedWithTheLine(String text, String message) {
        assertThatThrownBy(() -> flags(text.replace(';', '\n'), "serve"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(directory.toString())
                .hasMessageContaining(message);
    }

    /** The whole way: which of three wrong values was taken, and where it stood. */
    @Test
    void execute_valueThatOnlyTheCommandRefuses_isNamedByItsPlace() throws IOException {
        Path file = Files.writeString(directory.resolve("c.yaml"), "\nsource: from-file\n");
        assertThat(execute("serve", "--config=" + file))
                .isEqualTo("observer: " + file + ":2: source: \"from-file\" is not known; give bpf or replay:FILE;"
                        + " see \"observer serve --help\"\n");
        environment.put("OBSERVER_CONFIG", file.toString());
        assertThat(execute("record", directory.resolve("capture").toString()))
                .startsWith("observer: " + file + ":2: source: \"from-file\"");
        environment.put("OBSERVER_SOURCE", "from-environment");
        assertThat(execute("serve")).startsWith("observer: OBSERVER_SOURCE: \"from-environment\" is not known");
        assertThat(execute("serve", "--source", "from-flag")).startsWith("observer: --source: \"from-flag\" is not");
    }

    @Test
    void execute_unknownKey_isWrongUsageOfADaemon() throws IOException {
        Path file = Files.writeString(directory.resolve("c.yaml"), "sorce: bpf\n");
        StringWriter err = new StringWriter();
        int code = Observer.commandLine(environment)
                .setErr(new PrintWriter(err, true))
                .execute("serve", "--config", file.toString());
        assertThat(code).isEqualTo(2);
        assertThat(err.toString())
                .contains("c.yaml:1: there is no \"sorce\", did you mean \"source\"?")
                .hasLineCount(1);
    }

    /** A help that depends on where it is asked for would be none. */
    @Test
    void execute_help_needsNoSettings() {
        environment.put("OBSERVER_NONSENSE", "1");
        assertThat(execute("serve", "--help")).isEmpty();
    }

    private String execute(String... arguments) {
        StringWriter err = new StringWriter();
        CommandLine root = Observer.commandLine(environment);
        root.setOut(new PrintWriter(new StringWriter())).setErr(new PrintWriter(err, true));
        root.execute(arguments);
        return err.toString();
    }

    private List<String> flags(String file, String... arguments) throws IOException {
        CommandLine root = Observer.commandLine(environment);
        Settings settings = new Settings(
                ConfiguredRun.known(root), root.parseArgs(arguments).subcommand());
        settings.addEnvironment(environment);
        settings.addFile(Files.writeString(directory.resolve("observer.yaml"), file));
        return settings.flags();
    }
}

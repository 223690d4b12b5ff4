// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong is said in one line that names the input and what would help, and by the right exit code. */
@Tag("concurrent")
class E2EBadInput {
    private static final int FAILURE = 1;
    private static final int WRONG_USAGE = 2;
    private static final String[] NO_CAPABILITIES = {"setpriv", "--bounding-set=-all", "--inh-caps=-all"};

    private static Topology net;

    /**
     * A command that must be refused.
     *
     * @param said what the line says, among other things; {@code $DIR} stands for the test's directory
     */
    private record Refusal(String name, int exitCode, List<String> arguments, List<String> said) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void start() throws IOException {
        Requirements.met();
        net = new Topology();
        Files.writeString(net.file("text.pcap"), "this was never a capture, nor will it ever be one");
        Files.writeString(net.file("broken.json"), "{\"endpoints\": [{\"id\": 1,");
    }

    @AfterAll
    static void stop() {
        if (net != null) {
            net.close();
        }
    }

    private static Stream<Refusal> refusals() {
        return Stream.of(
                usage("unknown flag", "serve --bogus", "--bogus", "observer serve --help"),
                usage("unknown source", "serve --source=tape", "\"tape\"", "bpf or replay:FILE"),
                usage("unknown inventory", "serve --inventory=$DIR/a.json", "$DIR/a.json", "file:FILE"),
                usage("ring pages, not a power of two", "serve --perf-ring-pages=3", "3", "power of two"),
                usage("ring pages, not a number", "serve --perf-ring-pages=abc", "--perf-ring-pages", "\"abc\""),
                usage("two ring sizes", "serve --max-flows=5 --ring-flows=7", "--max-flows", "not several"),
                usage("listen address", "serve --listen-client-urls=127.0.0.1", "127.0.0.1", "port"),
                usage("record without a file", "record", "FILE"),
                usage("record bounds", "record $DIR/a.pcap --count=0", "--count", "1 or more"),
                failure(
                        "no capture",
                        "serve --source=replay:$DIR/none.pcap",
                        "$DIR/none.pcap",
                        "no such file",
                        "record"),
                failure("not a capture", "serve --source=replay:$DIR/text.pcap", "$DIR/text.pcap", "not a capture"),
                failure(
                        "no inventory",
                        "serve --inventory=file:$DIR/no.json",
                        "$DIR/no.json",
                        "no such",
                        "--inventory"),
                failure("broken inventory", "serve --inventory=file:$DIR/broken.json", "$DIR/broken.json", "line 1"),
                failure("unknown interface", "serve --interfaces=va,nope0", "\"nope0\"", "--interfaces", "va, "),
                failure(
                        "no directory for the socket",
                        "serve --listen-client-urls=unix://$DIR/no/s",
                        "$DIR/no",
                        "create"),
                failure("no directory for a recording", "serve --record=$DIR/no/a.pcap", "$DIR/no/a.pcap", "create"),
                failure("more rows than memory", "serve --ring-flows=900000000", "900000000", "OBSERVER_DIRECT"),
                failure("no server on a socket", "observe --server=unix://$DIR/none", "$DIR/none", "observer serve"),
                failure("no server on a port", "observe --server=127.0.0.1:9", "127.0.0.1:9", "connection refused"),
                failure("wrong usage of a client", "observe --bogus", "--bogus", "observer observe --help"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void badInput_isNamedInOneLine(Refusal refusal) {
        assertRefused(refusal, Map.of());
    }

    @Test
    void ringLargerThanTheHeap_isNamedInOneLine() {
        assertRefused(
                failure("more references than memory", "serve --ring-flows=20000000", "20000000", "OBSERVER_HEAP"),
                Map.of("OBSERVER_DIRECT", "8g"));
    }

    @Test
    void noCapabilities_namesThem() {
        assertRefused(
                failure("no permission", "serve", "eBPF", "CAP_BPF", "CAP_PERFMON", "CAP_NET_ADMIN", "run as root"),
                Map.of(),
                NO_CAPABILITIES);
    }

    @Test
    void addressInUse_isNamedInOneLineAndTheOwnerServesOn() {
        Path socket = net.file("owner.sock");
        DaemonProcess owner = net.keep(new DaemonProcess(
                net.host(), "serve", "--listen-client-urls=unix://" + socket, "--listen-client-urls=127.0.0.1:50052"));
        owner.awaitLog("eBPF: ");

        assertRefused(
                failure(
                        "socket in use",
                        "serve --listen-client-urls=unix://$DIR/owner.sock",
                        "$DIR/owner.sock",
                        "in use"),
                Map.of());
        assertRefused(
                failure("port in use", "serve --listen-client-urls=127.0.0.1:50052", "127.0.0.1:50052", "in use"),
                Map.of());

        NamespaceTraffic.ping(net.client(), Topology.WEB);
        try (FlowClient client = new FlowClient(socket)) {
            await().until(() -> client.flows().size() >= 4);
        }
        owner.stop();
    }

    @Test
    void fileInPlaceOfTheSocket_isKept() throws IOException {
        Files.writeString(net.file("precious"), "data");

        assertRefused(
                failure(
                        "not a socket",
                        "serve --listen-client-urls=unix://$DIR/precious",
                        "$DIR/precious",
                        "not a socket"),
                Map.of());

        assertThat(net.file("precious")).hasContent("data");
    }

    private static void assertRefused(Refusal refusal, Map<String, String> environment, String... prefix) {
        List<String> command = net.host().exec("env");
        environment.forEach((name, value) -> command.add(name + "=" + value));
        command.add("JAVA_HOME=" + System.getProperty("java.home"));
        command.addAll(List.of(prefix));
        command.add(DaemonProcess.distribution().toString());
        command.addAll(refusal.arguments.stream().map(E2EBadInput::placed).toList());
        if (refusal.arguments.get(0).equals("serve")
                && refusal.arguments.stream().noneMatch(argument -> argument.startsWith("--listen"))) {
            command.add("--listen-client-urls=unix://" + net.file("refused.sock"));
        }

        Command result = Command.result("", command);

        assertThat(result.exitCode()).as(result.errors()).isEqualTo(refusal.exitCode);
        // That it was listening until then is no complaint.
        List<String> complaints =
                result.errors().lines().filter(line -> !line.contains(" INFO ")).toList();
        assertThat(complaints).hasSize(1);
        assertThat(complaints.get(0)).startsWith("observer: ").doesNotContain("Exception");
        assertThat(complaints.get(0))
                .contains(refusal.said.stream().map(E2EBadInput::placed).toList());
        assertThat(result.output()).isEmpty();
        assertThat(net.file("refused.sock")).doesNotExist();
    }

    private static Refusal usage(String name, String command, String... said) {
        return new Refusal(name, WRONG_USAGE, words(command), List.of(said));
    }

    private static Refusal failure(String name, String command, String... said) {
        return new Refusal(name, FAILURE, words(command), List.of(said));
    }

    private static List<String> words(String command) {
        return new ArrayList<>(List.of(command.split(" ")));
    }

    private static String placed(String text) {
        return text.replace("$DIR", net.file("").toString());
    }
}

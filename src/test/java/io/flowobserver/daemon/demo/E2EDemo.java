// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.flowobserver.daemon.StartException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo as a process of its own, on this kernel. */
@Tag("concurrent")
class E2EDemo {
    private static final String NOBODY = "65534";

    @TempDir
    private Path directory;

    private String url = "";

    @BeforeEach
    void chooseSocket() {
        assumeTrue(
                Files.isExecutable(DemoProcess.launcher()),
                "no distribution: " + DemoProcess.launcher() + " is missing");
        url = "unix://" + directory.resolve("demo.sock");
    }

    @Test
    void demo_live_showsWhoTalksToWhomAndTouchesNothingElse() throws Exception {
        assumeLive();
        String before = rootNamespace();
        try (DemoProcess demo = DemoProcess.start(directory, "--listen-client-urls", url)) {
            demo.awaitFlows(
                    "-> kube-system/dns:53 (ID:30030) to-endpoint FORWARDED (UDP)",
                    "<- shop/web:80 (ID:30020) from-endpoint FORWARDED (TCP Flags: SYN, ACK)",
                    "default/client (ID:30010) -> shop/web (ID:30020) to-endpoint FORWARDED (ICMPv4 EchoRequest)",
                    "default/client (ID:30010) <- shop/web (ID:30020) to-endpoint FORWARDED (ICMPv6 EchoReply)",
                    "<- shop/web:8080 (ID:30020) to-endpoint FORWARDED (TCP Flags: ACK, RST)",
                    "default/client (ID:30010) -> 198.18.0.1 (host) from-endpoint",
                    "[fd00::1]:",
                    ": other-ns/client:");
            assertThat(rootNamespace()).isEqualTo(before);
            assertServed();

            demo.signal("TERM");
            assertThat(demo.awaitExit()).isZero();
            assertThat(demo.errors()).doesNotContain("WARN", "ERROR", "Exception");
            assertThat(demo.output()).contains("Served at " + url, "observe --server " + url + " --follow");
        }
        assertThat(rootNamespace()).isEqualTo(before);
    }

    @Test
    void demo_duration_endsByItselfWithASummaryOfWhatWasPrinted() throws Exception {
        assumeLive();
        try (DemoProcess demo = DemoProcess.start(directory, "--listen-client-urls", url, "--demo-duration", "4s")) {
            assertThat(demo.awaitExit()).as(demo.errors()).isZero();
            int flows = demo.flows().size();
            assertThat(flows).isGreaterThan(10);
            assertThat(demo.output())
                    .contains("\n" + flows + " flows in ", ", none lost\n", "by verdict    FORWARDED " + flows + "\n")
                    .containsPattern("by protocol .*TCP \\d+, UDP \\d+\n")
                    .containsPattern("by IP version IPv4 \\d+, IPv6 \\d+\n");
            assertThat(demo.remains()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void demo_toldToStop_removesEverything(String signal) throws Exception {
        assumeLive();
        try (DemoProcess demo = DemoProcess.start(directory, "--listen-client-urls", url)) {
            demo.awaitFlows("FORWARDED");
            assertThat(demo.remains()).hasSize(6);

            demo.signal(signal);

            assertThat(demo.awaitExit()).as(demo.errors()).isZero();
            assertThat(demo.remains()).isEmpty();
            assertThat(directory.resolve("demo.sock")).doesNotExist();
            assertThat(demo.output()).contains(" flows in ");
        }
    }

    @Test
    void demo_killed_isCleanedUpByTheNext() throws Exception {
        assumeLive();
        try (DemoProcess killed = DemoProcess.start(directory, "--listen-client-urls", url);
                DemoProcess beside = DemoProcess.start(directory, "--listen-client-urls", url + "2")) {
            killed.awaitFlows("FORWARDED");
            beside.awaitFlows("FORWARDED");
            killed.signal("KILL");
            assertThat(killed.awaitExit()).isNotZero();
            assertThat(killed.remains()).hasSize(6);

            try (DemoProcess next =
                    DemoProcess.start(directory, "--listen-client-urls", url, "--demo-duration", "1s")) {
                assertThat(next.awaitExit()).as(next.errors()).isZero();
                assertThat(next.remains()).isEmpty();
            }

            assertThat(killed.remains()).isEmpty();
            assertThat(beside.remains()).hasSize(6);
            beside.signal("TERM");
            assertThat(beside.awaitExit()).isZero();
        }
    }

    @Test
    void demo_withoutCapabilities_namesThemAndReplaysARecording() throws Exception {
        String[] flags = {"--listen-client-urls", "127.0.0.1:0", "--demo-duration", "5s"};
        try (DemoProcess demo = DemoProcess.start(directory, withoutCapabilities(), flags)) {
            assertThat(demo.awaitExit()).as(demo.errors()).isZero();
            assertThat(demo.errors())
                    .contains("no live demo: ", "CAP_NET_ADMIN and CAP_SYS_ADMIN", "replaying a recorded one");
            assertThat(String.join("\n", demo.flows()))
                    .contains("default/client:", "shop/web:80", "kube-system/dns:53", "other-ns/client:", "FORWARDED")
                    .doesNotContain("unknown");
            assertThat(demo.output()).containsPattern("by IP version IPv4 \\d+, IPv6 \\d+\n");
            assertThat(demo.remains()).isEmpty();
        }
    }

    @Test
    void demo_withoutIp_saysWhatToInstall() throws Exception {
        assumeLive();
        Path programs = Files.createDirectory(directory.resolve("bin"));
        for (String program : List.of("sh", "readlink", "sed", "java")) {
            Path found =
                    Path.of(DemoProcess.run("sh", "-c", "command -v " + program).strip());
            Files.createSymbolicLink(programs.resolve(program), found);
        }
        List<String> environment = List.of("/usr/bin/env", "PATH=" + programs);
        try (DemoProcess demo =
                DemoProcess.start(directory, environment, "--listen-client-urls", url, "--demo-duration", "1s")) {
            assertThat(demo.awaitExit()).as(demo.errors()).isZero();
            assertThat(demo.errors()).contains("the program \"ip\" cannot be run; install iproute2");
        }
        for (String program : DemoNode.names(programs)) {
            Files.delete(programs.resolve(program));
        }
    }

    /** Names, services, workloads and both families, as a client gets them. */
    private void assertServed() throws Exception {
        assertThat(DemoProcess.run(DemoProcess.launcher().toString(), "status", "--server", url))
                .contains("\nDevices: 4 observed\n", "\nLost: nothing\n");
        String json =
                DemoProcess.run(DemoProcess.launcher().toString(), "observe", "--server", url, "--all", "-o", "json");
        List<JsonObject> flows = new ArrayList<>();
        for (String line : json.lines().toList()) {
            JsonElement flow = JsonParser.parseString(line).getAsJsonObject().get("flow");
            flows.add(flow.getAsJsonObject());
        }
        assertThat(flows).anySatisfy(flow -> {
            assertThat(flow.getAsJsonObject("source").toString())
                    .contains("\"pod_name\":\"client\"", "\"namespace\":\"default\"", "k8s:app=client", "Deployment");
            assertThat(flow.getAsJsonObject("destination").toString())
                    .contains("\"pod_name\":\"web\"", "\"namespace\":\"shop\"", "k8s:app=web", "\"name\":\"web\"");
            assertThat(flow.getAsJsonObject("destination_service").toString()).contains("\"name\":\"web\"", "shop");
            assertThat(flow.getAsJsonObject("IP").toString()).contains("198.18.0.20", "IPv4");
        });
        assertThat(flows).anySatisfy(flow -> {
            assertThat(flow.getAsJsonObject("source").toString()).contains("other-ns", "\"name\":\"batch\"", "Job");
            assertThat(flow.getAsJsonObject("destination").toString()).contains("coredns");
            assertThat(flow.getAsJsonObject("destination_service").toString()).contains("kube-dns");
            assertThat(flow.getAsJsonObject("IP").toString()).contains("fd00::30", "IPv6");
        });
        assertThat(flows).allSatisfy(flow -> {
            assertThat(flow.get("verdict").getAsString()).isEqualTo("FORWARDED");
            assertThat(flow.get("node_name").getAsString()).isEqualTo("demo/node-1");
            assertThat(flow.getAsJsonObject("interface").get("name").getAsString())
                    .startsWith("lxc-");
        });
    }

    private static void assumeLive() throws Exception {
        try {
            Privileges.require();
        } catch (StartException e) {
            assumeTrue(false, e.getMessage());
        }
        assumeTrue(Files.isExecutable(Path.of("/bin/ip")), "no ip here: install iproute2");
    }

    /** Another user where that one can reach the distribution, and no capability in any case. */
    private static List<String> withoutCapabilities() throws Exception {
        if (!Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
            return List.of();
        }
        List<String> wrapper = new ArrayList<>(List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all"));
        boolean reachable = true;
        for (Path at = DemoProcess.launcher().toRealPath(); at != null; at = at.getParent()) {
            reachable &= Files.getPosixFilePermissions(at).contains(PosixFilePermission.OTHERS_EXECUTE);
        }
        if (reachable) {
            wrapper.addAll(List.of("--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        return wrapper;
    }

    /** All that a careless demo would change. */
    private static String rootNamespace() throws Exception {
        return String.join(
                "\n",
                DemoProcess.run("ip", "-br", "link"),
                DemoProcess.run("ip", "-br", "addr"),
                DemoProcess.run("ip", "-4", "route", "show", "table", "all"),
                DemoProcess.run("ip", "-6", "route", "show", "table", "all"),
                Files.readString(Path.of("/proc/sys/net/ipv4/ip_forward")),
                Files.readString(Path.of("/proc/sys/net/ipv6/conf/all/forwarding")),
                Files.readString(Path.of("/proc/sys/net/ipv6/conf/default/accept_dad")),
                Files.readString(Path.of("/proc/sys/net/ipv6/conf/default/mldv2_unsolicited_report_interval")));
    }
}

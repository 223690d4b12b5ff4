// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Devices that come and go under a running daemon, in network namespaces that exist for this test alone. */
@Tag("concurrent")
class E2EInterfaces {
    private static final Duration START = Duration.ofSeconds(30);
    private static final int BURST = 70;
    /** {@code FILTER_HANDLE} in {@code native/filter.h}. */
    private static final String FILTER_HANDLE = "0x6f627376";

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final String node = "obs-node-" + ProcessHandle.current().pid();
    private final String pod = "obs-pod-" + ProcessHandle.current().pid();

    @TempDir
    Path directory;

    @BeforeEach
    void namespaces() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
        assumeTrue(Files.isExecutable(Path.of("/bin/ip")) && Files.isExecutable(Path.of("/bin/ping")), "no ip or ping");
        ip("netns add " + node);
        ip("netns add " + pod);
        ip("-n " + node + " link set lo up");
    }

    @AfterEach
    void removeNamespaces() throws Exception {
        for (String name : List.of(node, pod)) {
            if (Files.exists(Path.of("/run/netns", name))) {
                ip("netns del " + name);
            }
        }
    }

    @Test
    void serve_devicesComeAndGo_areObservedWhileTheyAreThere() throws Exception {
        String url = "unix://" + directory.resolve("observer.sock");
        try (ServeProcess daemon = new ServeProcess(node, "serve", "--listen-client-urls=" + url)) {
            int at = daemon.await(0, "ring:", START);
            assertThat(String.join("\n", daemon.log(0)))
                    .contains("interfaces: none yet", "eBPF: ", "listeners:  " + url)
                    .contains("cannot see: dropped packets, policy verdicts, L7 requests, names of pods");

            addPod("va", "");
            at = daemon.await(at, "observing va as ENDPOINT by", SECOND);
            pingPod();
            await().atMost(START).until(() -> flows(url).contains("\"name\":\"va\""));

            // The same name and the same index, yet another device: what was attached went with the first.
            String index = run("ip netns exec " + node + " cat /sys/class/net/va/ifindex")
                    .strip();
            ip("-n " + node + " link del va");
            addPod("va", "index " + index);
            at = daemon.await(at, "no longer observing va", SECOND);
            at = daemon.await(at, "observing va as ENDPOINT by", SECOND);
            long before = flows(url).lines().count();
            pingPod();
            await().atMost(START).until(() -> flows(url).lines().count() >= before + 2);

            ip("-n " + node + " route add default via 198.18.0.2");
            at = daemon.await(at, "observing va as NETWORK by", SECOND);
            ip("-n " + node + " route del default");
            at = daemon.await(at, "observing va as ENDPOINT by", SECOND);

            ip("-n " + node + " link del va");
            daemon.await(at, "no longer observing va as ENDPOINT", SECOND);
        }
    }

    @Test
    void serve_manyDevicesAtOnce_areAllObserved() throws Exception {
        String url = "unix://" + directory.resolve("observer.sock");
        try (ServeProcess daemon = new ServeProcess(node, "serve", "--listen-client-urls=" + url)) {
            daemon.await(0, "ring:", START);
            long begun = System.nanoTime();
            // Some are gone before their turn comes.
            batch(pods(0, BURST, "link add b%d type veth peer name eth%1$d netns " + pod)
                    + pods(BURST - 10, BURST, "link del b%d"));
            for (int i = 0; i < BURST - 10; i++) {
                daemon.await(0, "observing b" + i + " as ENDPOINT by", START);
            }
            System.out.printf(
                    "%d devices at once: the last was observed after %d ms%n",
                    BURST - 10, (System.nanoTime() - begun) / 1_000_000);
            assertThat(daemon.log(0)).noneMatch(line -> line.contains("WARN"));
        }
    }

    @Test
    void serve_namedDevices_areFollowedByName() throws Exception {
        addPod("va", "");
        String url = "unix://" + directory.resolve("observer.sock");
        try (ServeProcess daemon =
                new ServeProcess(node, "serve", "--listen-client-urls=" + url, "--interfaces=va,vb*")) {
            daemon.await(0, "observing va as ENDPOINT", START);
            int at = daemon.await(0, "ring:", START);
            ip("-n " + node + " link del va");
            at = daemon.await(at, "no longer observing va", SECOND);
            addPod("other", "");
            ip("-n " + node + " link set other name vb7");
            at = daemon.await(at, "observing vb7 as ENDPOINT", SECOND);
            ip("-n " + node + " link set vb7 name va");
            ip("-n " + node + " link set va name vc");
            at = daemon.await(at, "no longer observing", SECOND);
            ip("-n " + node + " link set vc name va");
            daemon.await(at, "observing va as ENDPOINT", SECOND);
            assertThat(daemon.log(0)).noneMatch(line -> line.contains("other") || line.contains("WARN"));
        }
        assertThat(ServeProcess.run(node, "serve", "--listen-client-urls=" + url, "--interfaces=nosuch"))
                .contains("there is no device \"nosuch\" here; there are: lo, va");
    }

    @Test
    void serve_nameThatIsNotAsciiInTheCLocale_isADeviceLikeAnyOther() throws Exception {
        String url = "unix://" + directory.resolve("observer.sock");
        try (ServeProcess daemon = new ServeProcess(
                Map.of("LC_ALL", "C"), node, "serve", "--listen-client-urls=" + url, "--interfaces=v*")) {
            int at = daemon.await(0, "ring:", START);
            // The shell makes the bytes, whatever the locale of this test is.
            Process added = new ProcessBuilder(
                            "sh",
                            "-c",
                            "ip -n " + node + " link add $(printf 'v\\303\\251') type veth peer name eth0 netns " + pod)
                    .inheritIO()
                    .start();
            assertThat(added.waitFor()).isZero();
            at = daemon.await(at, "observing v", START);
            ip("-n " + node + " link add va type veth peer name vb");
            daemon.await(at, "observing va as", START);
            assertThat(daemon.log(0)).noneMatch(line -> line.contains("ERROR") || line.contains("WARN"));
        }
    }

    /** The kernel's clock is a day off, ahead or behind, for everything that runs in the namespace. */
    @ParameterizedTest
    @ValueSource(strings = {"86400", "-600"})
    void serve_inATimeNamespace_timesAreRight(String offset) throws Exception {
        assumeTrue(
                new ProcessBuilder("unshare", "-T", "--monotonic=" + offset, "true")
                                .inheritIO()
                                .start()
                                .waitFor()
                        == 0,
                "no time namespaces, or up for less than ten minutes");
        addPod("va", "");
        String url = "unix://" + directory.resolve("observer.sock");
        List<String> unshared = List.of("unshare", "-T", "--monotonic=" + offset);
        try (ServeProcess daemon = new ServeProcess(unshared, node, "serve", "--listen-client-urls=" + url)) {
            daemon.await(0, "ring:", START);
            Instant before = Instant.now();
            pingPod();
            await().atMost(START).until(() -> flows(url).contains("\"name\":\"va\""));
            String flows = flows(url);
            Instant after = Instant.now();
            List<Instant> times = Pattern.compile("\"time\":\"([^\"]+)\"")
                    .matcher(flows)
                    .results()
                    .map(match -> Instant.parse(match.group(1)))
                    .toList();
            assertThat(times).isNotEmpty().allSatisfy(time -> assertThat(time)
                    .isBetween(before.minus(SECOND), after.plus(SECOND)));
        }
    }

    /** Another program's filter has our place on one of two devices. */
    @Test
    void serve_attachFails_isToldAndTriedAgain() throws Exception {
        addPod("va", "");
        ip("-n " + node + " link add vb type veth peer name eth1 netns " + pod);
        String tc = "ip netns exec " + node + " tc ";
        run(tc + "qdisc add dev va clsact");
        String filter = "dev va ingress protocol all prio 1 handle " + FILTER_HANDLE + " bpf";
        Path bytecode = Files.writeString(directory.resolve("accept"), "1,6 0 0 0,");
        run(tc + "filter add " + filter + " da bytecode-file " + bytecode);
        String url = "unix://" + directory.resolve("observer.sock");
        try (ServeProcess daemon = new ServeProcess(node, "serve", "--listen-client-urls=" + url, "--clsact")) {
            int at = daemon.await(0, "va is not observed, which is tried again: ", START);
            at = daemon.await(at, "observing vb as ENDPOINT", START);
            daemon.await(at, "ring:", START);
            await().atMost(START).untilAsserted(() -> assertThat(http("/"))
                    .contains("\"observed\": \"1\"", "va: bpf: interface", "errno 17"));
            assertThat(http("/readyz")).isEqualTo("not ready\n");
            run(tc + "filter del " + filter);
            daemon.await(at, "observing va as ENDPOINT", START);
            await().atMost(START).until(() -> http("/readyz").equals("ready\n"));
            assertThat(http("/")).contains("\"observed\": \"2\"", "\"errors\": []");
        }
    }

    private String http(String path) throws Exception {
        return run("curl --silent --unix-socket " + directory.resolve("observer.sock") + " http://localhost" + path);
    }

    /** Each device leads out of the node, but none has a default route in the main table. */
    @Test
    void serve_uplinksWithoutADefaultRoute_areObservedAsSuch() throws Exception {
        String in = "-n " + node + " ";
        for (int i = 1; i <= 4; i++) {
            ip(in + "link add up" + i + " type vxlan id " + i + " dstport 4789");
            ip(in + "addr add 198.18." + i + ".1/24 dev up" + i);
            ip(in + "link set up" + i + " up");
        }
        addPod("va", "");
        addVeth("vb", "198.18.5.1/24");
        ip(in + "route add default via 198.18.1.2 table 100");
        ip(in + "route add 0.0.0.0/1 via 198.18.2.2");
        ip(in + "route add 128.0.0.0/1 via 198.18.2.2");
        run("ip netns exec " + node + " sh -c echo${IFS}0>/proc/sys/net/ipv4/nexthop_compat_mode");
        ip(in + "nexthop add id 1 via 198.18.3.2 dev up3");
        ip(in + "nexthop add id 2 group 1");
        ip(in + "route add default nhid 2 table 101");
        ip(in + "route add 198.19.0.0/16 via 198.18.5.2 dev vb");
        String url = "unix://" + directory.resolve("observer.sock");
        try (ServeProcess daemon = new ServeProcess(node, "serve", "--listen-client-urls=" + url)) {
            int at = daemon.await(0, "ring:", START);
            assertThat(String.join("\n", daemon.log(0)))
                    .contains("observing va as ENDPOINT; up1, up2, up3, vb as NETWORK by")
                    .contains("unobserved: lo, ")
                    .contains("up4 (neither a veth nor used by a default route; --interfaces can name them)");

            ip(in + "nexthop replace id 1 via 198.18.4.2 dev up4");
            at = daemon.await(at, "observing up4 as NETWORK by", SECOND);
            ip(in + "route del 198.19.0.0/16");
            daemon.await(at, "observing vb as ENDPOINT by", SECOND);
        }
    }

    @Test
    void serve_stoppedOrderly_leavesNoQdiscOfItsOwn() throws Exception {
        addPod("va", "");
        addVeth("vb", "198.18.5.1/24");
        String tc = "ip netns exec " + node + " tc ";
        run(tc + "qdisc add dev vb clsact");
        String url = "unix://" + directory.resolve("observer.sock");
        try (ServeProcess daemon = new ServeProcess(node, "serve", "--listen-client-urls=" + url, "--clsact")) {
            daemon.await(0, "ring:", START);
            assertThat(run(tc + "qdisc show dev va")).contains("clsact");
        }
        assertThat(filters()).isEmpty();
        assertThat(run(tc + "qdisc show dev va")).doesNotContain("clsact");
        assertThat(run(tc + "qdisc show dev vb")).contains("clsact");
    }

    @Test
    void detach_afterAKill_removesTheFilters() throws Exception {
        addPod("va", "");
        Path socket = directory.resolve("observer.sock");
        String url = "unix://" + socket;
        ServeProcess daemon = new ServeProcess(node, "serve", "--listen-client-urls=" + url, "--clsact");
        try (daemon) {
            daemon.await(0, "ring:", START);
            assertThat(String.join("\n", daemon.log(0))).contains("TCX, because --clsact forbids it", "by CLSACT");
            assertThat(ServeProcess.run(node, "detach", "--server", url))
                    .contains("a server is running at " + url, "--force");
            daemon.kill();
        }
        assertThat(filters()).contains("observer");
        assertThat(ServeProcess.run(node, "detach", "--server", url, "--interfaces=lo"))
                .isEqualTo("nothing to remove\n");
        assertThat(ServeProcess.run(node, "detach", "--server", url)).isEqualTo("removed 2 filters from va\n");
        assertThat(filters()).isEmpty();
        assertThat(ServeProcess.run(node, "detach", "--server", url)).isEqualTo("nothing to remove\n");
    }

    private void addPod(String name, String options) throws Exception {
        ip("-n " + node + " link add " + name + " " + options + " type veth peer name eth0 netns " + pod);
        ip("-n " + node + " addr add 198.18.0.1/24 dev " + name);
        ip("-n " + pod + " addr add 198.18.0.2/24 dev eth0");
        ip("-n " + pod + " link set eth0 up");
        ip("-n " + node + " link set " + name + " up");
    }

    private void addVeth(String name, String address) throws Exception {
        ip("-n " + node + " link add " + name + " type veth peer name e" + name + " netns " + pod);
        ip("-n " + node + " addr add " + address + " dev " + name);
        ip("-n " + pod + " link set e" + name + " up");
        ip("-n " + node + " link set " + name + " up");
    }

    private void pingPod() throws Exception {
        run("ip netns exec " + node + " ping -q -c 1 -w 10 198.18.0.2");
    }

    private String flows(String url) throws Exception {
        return ServeProcess.run(node, "observe", "--server", url, "--all", "-o", "json", "--protocol", "icmp");
    }

    private String filters() throws Exception {
        return run("ip netns exec " + node + " tc filter show dev va ingress")
                + run("ip netns exec " + node + " tc filter show dev va egress");
    }

    private static String pods(int from, int to, String command) {
        return IntStream.range(from, to)
                .mapToObj(i -> String.format(command, i))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private void batch(String commands) throws Exception {
        Path file = Files.writeString(directory.resolve("batch"), commands);
        ip("-n " + node + " -batch " + file);
    }

    private static void ip(String arguments) throws Exception {
        run("ip " + arguments);
    }

    private static String run(String command) throws Exception {
        List<String> words = new ArrayList<>(List.of(command.strip().split(" +")));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(command + ": " + text).isZero();
        return text;
    }
}

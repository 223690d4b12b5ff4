// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowobserver.source.bpf.NetworkDevice;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceSelectionTest {
    private static final List<NetworkDevice> PRESENT = List.of(
            new NetworkDevice(1, "lo", false, false, true),
            new NetworkDevice(2, "eth0", false, true, true),
            new NetworkDevice(3, "veth1", true, false, true),
            new NetworkDevice(4, "veth22", true, false, true),
            new NetworkDevice(5, "wg0", false, false, false),
            new NetworkDevice(6, "vup", true, true, true));

    @ParameterizedTest
    @CsvSource({
        "'', eth0 veth1 veth22 vup",
        "lo, lo",
        "veth?, veth1",
        "veth*, veth1 veth22",
        "wg0;lo;e*, lo eth0 wg0",
        "none*, ''",
    })
    void choose_patterns(String patterns, String names) {
        List<String> texts = patterns.isEmpty() ? List.of() : List.of(patterns.split(";"));
        assertThat(String.join(" ", names(DeviceSelection.of(texts)))).isEqualTo(names);
    }

    /** In the C locale a path cannot have such a name, so globs must do without paths. */
    @ParameterizedTest
    @CsvSource({
        "v?th*, true",
        "v\u00e9t*, true",
        "v\u00e9[a-z]h0, true",
        "v\u00e9[!t]h0, false",
        "'{lo,v*}', true",
        "'{lo,w*}', false",
        "v*\\0, true",
        "[v-]?[t^]h?, true",
        "v.*, false",
    })
    void choose_nameNotAscii_isMatchedLikeAnyOther(String glob, boolean chosen) {
        NetworkDevice device = new NetworkDevice(7, "v\u00e9th0", true, false, true);
        assertThat(DeviceSelection.of(List.of(glob)).choose(List.of(device)).isEmpty())
                .isNotEqualTo(chosen);
    }

    @Test
    void choose_role_followsVethAndDefaultRoute() {
        assertThat(DeviceSelection.of(List.of("*")).choose(PRESENT).values())
                .extracting(target -> target.name() + " " + target.role())
                .containsExactly(
                        "lo NETWORK",
                        "eth0 NETWORK",
                        "veth1 ENDPOINT",
                        "veth22 ENDPOINT",
                        "wg0 NETWORK",
                        "vup NETWORK");
    }

    /** The node is a container in an internal network: its own device is a veth, and no route leads out. */
    @Test
    void choose_vethNamedAsRuntimesNameAContainersOwn_isTheUplink() {
        List<NetworkDevice> present = List.of(
                new NetworkDevice(2, "eth0", true, false, true),
                new NetworkDevice(3, "eth12", true, false, true),
                new NetworkDevice(4, "eth", true, false, true),
                new NetworkDevice(5, "veth0", true, false, true));
        assertThat(DeviceSelection.of(List.of()).choose(present).values())
                .extracting(target -> target.name() + " " + target.role())
                .containsExactly("eth0 NETWORK", "eth12 NETWORK", "eth ENDPOINT", "veth0 ENDPOINT");
    }

    @Test
    void notChosen_devices_areNamedWithTheReason() {
        assertThat(DeviceSelection.of(List.of()).notChosen(PRESENT))
                .contains("lo, wg0 (neither a veth nor used by a default route; --interfaces can name them)");
        assertThat(DeviceSelection.of(List.of("v*", "lo", "eth0")).notChosen(PRESENT))
                .contains("wg0 (not named by --interfaces)");
        assertThat(DeviceSelection.of(List.of("*")).notChosen(PRESENT)).isEmpty();
        List<NetworkDevice> many = IntStream.range(0, 1_000)
                .mapToObj(i -> new NetworkDevice(i + 1, "v" + i, true, false, true))
                .toList();
        assertThat(DeviceSelection.of(List.of("eth*")).notChosen(many).orElseThrow())
                .startsWith("v0, v1, v2,")
                .endsWith(", v19 and 980 more (not named by --interfaces)");
    }

    @Test
    void missing_name_isNamedWithThoseThatAreThere() {
        assertThat(DeviceSelection.of(List.of("lo", "none*")).missing(PRESENT)).isEmpty();
        assertThat(DeviceSelection.of(List.of("lo", "eth7")).missing(PRESENT))
                .contains("--interfaces: there is no device \"eth7\" here; there are: "
                        + "lo, eth0, veth1, veth22, wg0, vup");
    }

    @Test
    void of_brokenGlob_isRefused() {
        for (String text : List.of("eth[", "eth[]", "{a", "{a,{b}}", "*\\")) {
            assertThatThrownBy(() -> DeviceSelection.of(List.of(text)))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("\"" + text + "\" is no glob");
        }
    }

    private static List<String> names(DeviceSelection selection) {
        return selection.choose(PRESENT).values().stream()
                .map(DeviceSelection.Target::name)
                .toList();
    }
}

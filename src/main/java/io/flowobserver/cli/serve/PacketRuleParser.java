// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.serve;

import io.flowobserver.config.ConfigException;
import io.flowobserver.config.MonitorConfig.Halves;
import io.flowobserver.config.MonitorConfig.PacketRule;
import io.flowobserver.flow.text.Prefix;
import io.flowobserver.flow.text.PrefixParser;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Parses a value of {@code --bpf-filter}: {@code deny cidr=10.0.0.0/8 port=8000-8999 protocol=tcp endpoint=7}. */
final class PacketRuleParser {
    private static final Map<String, Integer> PROTOCOLS =
            Map.of("icmp", 1, "tcp", 6, "udp", 17, "icmpv6", 58, "sctp", 132);
    private static final List<String> KEYS = List.of("cidr", "port", "protocol", "endpoint");
    private static final int MAX_PORT = 65_535;
    private static final int MAX_PROTOCOL = 255;
    private static final int MAX_ENDPOINT = 65_535;

    private final String text;
    private Halves network = Halves.ZERO;
    private Halves mask = Halves.ZERO;
    private int firstPort;
    private int lastPort = MAX_PORT;
    private int protocol;
    private int endpoint;

    private PacketRuleParser(String text) {
        this.text = text;
    }

    /** @throws ConfigException with a one-line message for the operator */
    static PacketRule parse(String text) {
        return new PacketRuleParser(text).rule();
    }

    private PacketRule rule() {
        String[] words = text.trim().split("[ ,]+", -1);
        String action = words[0].toLowerCase(Locale.ROOT);
        if (!action.equals("allow") && !action.equals("deny")) {
            throw wrong("a rule begins with allow or deny");
        }
        for (int i = 1; i < words.length; i++) {
            add(words[i]);
        }
        return new PacketRule(action.equals("allow"), network, mask, firstPort, lastPort, protocol, endpoint);
    }

    private void add(String word) {
        int equals = word.indexOf('=');
        String key = equals < 0 ? word : word.substring(0, equals);
        String value = equals < 0 ? "" : word.substring(equals + 1);
        switch (key) {
            case "cidr" -> addNetwork(value);
            case "port" -> addPorts(value);
            case "protocol" -> {
                Integer known = PROTOCOLS.get(value.toLowerCase(Locale.ROOT));
                protocol = known != null ? known : number(value, 1, MAX_PROTOCOL, "no protocol");
            }
            case "endpoint" -> endpoint = number(value, 1, MAX_ENDPOINT, "no endpoint's id");
            default -> throw wrong("\"" + word + "\" is none of " + String.join("=, ", KEYS) + "=");
        }
    }

    private void addNetwork(String value) {
        Prefix prefix = PrefixParser.parse(value);
        if (prefix == null) {
            throw wrong("\"" + value + "\" is no network; write for example 10.0.0.0/8");
        }
        network = new Halves(prefix.high(), prefix.low());
        mask = new Halves(Prefix.highMask(prefix.length()), Prefix.lowMask(prefix.length()));
    }

    private void addPorts(String value) {
        int dash = value.indexOf('-');
        firstPort = number(dash < 0 ? value : value.substring(0, dash), 1, MAX_PORT, "no port");
        lastPort = dash < 0 ? firstPort : number(value.substring(dash + 1), 1, MAX_PORT, "no port");
        if (lastPort < firstPort) {
            throw wrong("the ports \"" + value + "\" end before they begin");
        }
    }

    private int number(String value, int least, int most, String fault) {
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException ignored) {
            // The same message as for a number out of range.
        }
        throw wrong("\"" + value + "\" is " + fault + "; give " + least + " to " + most);
    }

    private ConfigException wrong(String fault) {
        return new ConfigException("--bpf-filter: \"" + text + "\": " + fault);
    }
}

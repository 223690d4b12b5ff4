// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.answer;

import io.flowobserver.flow.text.NearestName;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server's own words about a filter, said for people. They must be the same on the wire as those of Hubble, which are
 * those of its programming language.
 */
public final class ServerWords {
    private static final Pattern PORT = Pattern.compile(": strconv\\.\\w+: parsing \"[^\"]*\": .*");
    private static final Pattern CALL = Pattern.compile("\\bstrconv\\.\\w+: ");
    private static final Pattern PROTOCOL = Pattern.compile("unknown protocol: \"([^\"]*)\"");
    private static final List<String> PROTOCOLS =
            List.of("tcp", "udp", "sctp", "icmp", "icmpv4", "icmpv6", "igmp", "vrrp", "dns", "http");

    private ServerWords() {}

    /** Returns a message that says what is accepted. */
    public static String explain(String message) {
        Matcher port = PORT.matcher(message);
        if (message.contains(" port ") && port.find()) {
            return port.replaceFirst("; use a number from 0 to 65535");
        }
        Matcher protocol = PROTOCOL.matcher(message);
        if (protocol.find()) {
            return message + NearestName.choice(protocol.group(1), PROTOCOLS);
        }
        return CALL.matcher(message).replaceAll("");
    }
}

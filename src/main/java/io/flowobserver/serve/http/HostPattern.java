// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/** A value of {@code --http-allowed-hosts}: a name, an address, {@code *.domain}, or {@code *} for any host. */
public final class HostPattern {
    private static final String WILDCARD = "*.";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*\\.?");

    /** Empty for any host. */
    private final String name;

    private final boolean subdomains;

    private HostPattern(String name, boolean subdomains) {
        this.name = name;
        this.subdomains = subdomains;
    }

    /**
     * Parses one value.
     *
     * @throws IllegalArgumentException with one line that repeats the text and says what is expected
     */
    public static HostPattern parse(String text) {
        if (text.equals("*")) {
            return new HostPattern("", true);
        }
        boolean subdomains = text.startsWith(WILDCARD);
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        String host = subdomains
                ? text.substring(WILDCARD.length())
                : bracketed ? text.substring(1, text.length() - 1) : text;
        RequestHost parsed = RequestHost.of(host);
        boolean valid =
                parsed.address() == null ? !bracketed && NAME.matcher(host).matches() : !subdomains;
        if (!valid) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no host; give a name or an address without a port, *.domain, or * for any");
        }
        return new HostPattern(parsed.name(), subdomains);
    }

    /** Returns a pattern for one host; empty if the text is no host, or stands for all addresses of a machine. */
    static Optional<HostPattern> exactly(String text) {
        RequestHost host = RequestHost.of(text);
        InetAddress address = host.address();
        boolean valid = address == null ? NAME.matcher(text).matches() : !address.isAnyLocalAddress();
        return valid ? Optional.of(new HostPattern(host.name(), false)) : Optional.empty();
    }

    boolean matches(RequestHost host) {
        if (!subdomains) {
            return host.name().equals(name);
        }
        return name.isEmpty() || (host.address() == null && host.name().endsWith("." + name));
    }
}

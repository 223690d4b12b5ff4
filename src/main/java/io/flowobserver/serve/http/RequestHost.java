// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The host for which a request is meant.
 *
 * @param name the name in lower case, without a dot at its end; the text of the address if it is one
 * @param address the address if the host is an IP literal; otherwise null, because no name is looked up
 */
record RequestHost(String name, @Nullable InetAddress address) {
    /** {@code uri-host [ ":" port ]} (RFC 9110, section 7.2), where the host is an IPv6 literal or a {@code reg-name}. */
    private static final Pattern AUTHORITY = Pattern.compile(
            "(?:\\[([0-9A-Fa-f:.]+(?:%[A-Za-z0-9._~%-]+)?)]|([A-Za-z0-9._~!$&'()*+,;=%-]*))(?::[0-9]{0,5})?");

    /** Returns the host of an authority, which may have a port. Empty if the text is no authority. */
    static Optional<RequestHost> ofAuthority(String text) {
        Matcher parts = AUTHORITY.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String literal = parts.group(1);
        return literal == null ? Optional.of(of(parts.group(2))) : ofLiteral(literal);
    }

    /** Returns a host without a port. An IPv6 literal has no brackets here. */
    static RequestHost of(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        String withoutDot = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return ofLiteral(withoutDot).orElseGet(() -> new RequestHost(withoutDot, null));
    }

    private static Optional<RequestHost> ofLiteral(String text) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        if (bytes == null) {
            return Optional.empty();
        }
        try {
            InetAddress address = InetAddress.getByAddress(bytes);
            return Optional.of(new RequestHost(NetUtil.toAddressString(address), address));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address has 4 or 16 bytes", impossible);
        }
    }
}

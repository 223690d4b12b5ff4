// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.agent;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One record of an access log, as a proxy sent it to the agent. Only the types of its values have been checked. What is
 * missing is empty or 0. Immutable: nobody may change the lists, maps and arrays.
 *
 * @param type {@code Request}, {@code Response} or {@code Sample}
 * @param timestamp RFC 3339
 * @param observationPoint {@code Ingress} or {@code Egress}
 * @param verdict {@code Forwarded}, {@code Denied}, {@code Error} or {@code Redirected}
 * @param ipVersion 0 for IPv4, 1 for IPv6
 * @param transportProtocol number of the protocol in its low byte
 */
public record AccessLog(
        String type,
        String timestamp,
        String observationPoint,
        String verdict,
        int ipVersion,
        int transportProtocol,
        Endpoint source,
        Endpoint destination,
        Protocols protocols) {
    /** Whether the proxy at the destination wrote the record. If not, the proxy at the source did. */
    public boolean isIngress() {
        return observationPoint.equals("Ingress");
    }

    /**
     * One side of the connection.
     *
     * @param id of the endpoint on this node, unsigned; 0 if it is not on this node
     * @param identity unsigned
     */
    public record Endpoint(long id, long identity, String ipv4, String ipv6, int port, List<Label> labels) {
        public static final Endpoint NONE = new Endpoint(0, 0, "", "", 0, List.of());
    }

    /** A security label. */
    public record Label(String source, String key, String value) {}

    /** What the application sent, by protocol. Usually only one of them is there. */
    public record Protocols(@Nullable Http http, @Nullable Kafka kafka, @Nullable Dns dns, @Nullable Generic generic) {
        /** The same without what was sent by Kafka. */
        public Protocols withoutKafka() {
            return kafka == null ? this : new Protocols(http, null, dns, generic);
        }
    }

    /**
     * HTTP.
     *
     * @param code of the response
     * @param headers the values of each header by its name, spelt as the proxy wrote it; in no order
     */
    public record Http(long code, String method, Url url, String protocol, Map<String, List<String>> headers) {
        /** The first value of the header of exactly this name; empty if there is none. */
        public String header(String name) {
            List<String> values = headers.getOrDefault(name, List.of());
            return values.isEmpty() ? "" : values.get(0);
        }
    }

    /**
     * The parts of a URL, with the names that Go gives them.
     *
     * @param text the whole URL if the record has it, too; else null
     * @param path not escaped; nor is {@code fragment}
     * @param rawPath the escaped path if escaping {@code path} gives another text; the same holds for
     *     {@code rawFragment}
     * @param omitHost whether an empty host is left out with its slashes
     * @param forceQuery whether there is a question mark before an empty query
     */
    public record Url(
            @Nullable String text,
            String scheme,
            String opaque,
            @Nullable User user,
            String host,
            String path,
            String rawPath,
            boolean omitHost,
            boolean forceQuery,
            String rawQuery,
            String fragment,
            String rawFragment) {
        public static final Url NONE = new Url(null, "", "", null, "", "", "", false, false, "", "", "");
    }

    /** The user in a URL, not escaped. An empty password is not the same as none. */
    public record User(String name, @Nullable String password) {}

    /** Kafka. */
    public record Kafka(long errorCode, int apiVersion, String apiKey, int correlationId, String topic) {}

    /**
     * DNS.
     *
     * @param ips an empty text stands for an address that is not set
     * @param ttl unsigned
     */
    public record Dns(
            String query,
            List<String> ips,
            int ttl,
            List<String> cnames,
            String observationSource,
            long rcode,
            int[] queryTypes,
            int[] answerTypes) {}

    /** Any other protocol. The fields are in no order. */
    public record Generic(String protocol, Map<String, String> fields) {}
}

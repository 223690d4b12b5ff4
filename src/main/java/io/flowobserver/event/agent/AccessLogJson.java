// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.agent;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.JsonRecordReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an access-log record from the JSON that the agent makes of it. Fields are found by their exact names. Unknown
 * fields are skipped; fields that are null count as missing.
 */
public final class AccessLogJson {
    private static final long MAX_UNSIGNED = -1L;

    private final JsonRecordReader in;
    private String type = "";
    private String timestamp = "";
    private String observationPoint = "";
    private String verdict = "";
    private int ipVersion;
    private int transportProtocol;
    private AccessLog.Endpoint source = AccessLog.Endpoint.NONE;
    private AccessLog.Endpoint destination = AccessLog.Endpoint.NONE;
    private AccessLog.@Nullable Http http;
    private AccessLog.@Nullable Kafka kafka;
    private AccessLog.@Nullable Dns dns;
    private AccessLog.@Nullable Generic generic;

    private AccessLogJson(JsonRecordReader in) {
        this.in = in;
    }

    /** The record, or null if the bytes are not one. Never throws. */
    public static @Nullable AccessLog read(EventBytes bytes) {
        return JsonRecordReader.read(bytes, in -> new AccessLogJson(in).record());
    }

    private AccessLog record() throws IOException {
        in.beginObject();
        while (in.hasField()) {
            switch (in.field()) {
                case "Type" -> type = in.text();
                case "Timestamp" -> timestamp = in.text();
                case "ObservationPoint" -> observationPoint = in.text();
                case "Verdict" -> verdict = in.text();
                case "IPVersion" -> ipVersion = (int) in.number(0, 0xFF);
                case "TransportProtocol" -> transportProtocol = (int) in.number(0, 0xFFFF);
                case "SourceEndpoint" -> source = endpoint();
                case "DestinationEndpoint" -> destination = endpoint();
                case "HTTP" -> http = HttpJson.http(in);
                case "Kafka" -> kafka = ApplicationJson.kafka(in);
                case "DNS" -> dns = ApplicationJson.dns(in);
                case "L7" -> generic = ApplicationJson.generic(in);
                default -> in.skip();
            }
        }
        AccessLog.Protocols protocols = new AccessLog.Protocols(http, kafka, dns, generic);
        return new AccessLog(
                type,
                timestamp,
                observationPoint,
                verdict,
                ipVersion,
                transportProtocol,
                source,
                destination,
                protocols);
    }

    private AccessLog.Endpoint endpoint() throws IOException {
        long id = 0;
        long identity = 0;
        String ipv4 = "";
        String ipv6 = "";
        int port = 0;
        List<AccessLog.Label> labels = List.of();
        in.beginObject();
        while (in.hasField()) {
            switch (in.field()) {
                case "ID" -> id = in.unsigned(MAX_UNSIGNED);
                case "Identity" -> identity = in.unsigned(MAX_UNSIGNED);
                case "IPv4" -> ipv4 = in.text();
                case "IPv6" -> ipv6 = in.text();
                case "Port" -> port = (int) in.number(0, 0xFFFF);
                case "Labels" -> labels = labels();
                default -> in.skip();
            }
        }
        return new AccessLog.Endpoint(id, identity, ipv4, ipv6, port, labels);
    }

    private List<AccessLog.Label> labels() throws IOException {
        List<AccessLog.Label> labels = new ArrayList<>();
        in.beginList();
        while (in.hasElement()) {
            labels.add(label());
        }
        return List.copyOf(labels);
    }

    private AccessLog.Label label() throws IOException {
        String source = "";
        String key = "";
        String value = "";
        in.beginObject();
        while (in.hasField()) {
            switch (in.field()) {
                case "source" -> source = in.text();
                case "key" -> key = in.text();
                case "value" -> value = in.text();
                default -> in.skip();
            }
        }
        return new AccessLog.Label(source, key, value);
    }
}

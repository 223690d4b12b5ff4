// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.agent;

import com.google.gson.stream.MalformedJsonException;
import io.flowobserver.event.JsonRecordReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the part of an access-log record for HTTP. */
final class HttpJson {
    /** The parts of a URL that are texts. */
    private static final List<String> PARTS =
            List.of("Scheme", "Opaque", "Host", "Path", "RawPath", "RawQuery", "Fragment", "RawFragment");

    private HttpJson() {}

    static AccessLog.Http http(JsonRecordReader in) throws IOException {
        long code = 0;
        String method = "";
        AccessLog.Url url = AccessLog.Url.NONE;
        String protocol = "";
        Map<String, List<String>> headers = Map.of();
        in.beginObject();
        while (in.hasField()) {
            switch (in.field()) {
                case "Code" -> code = in.number(Long.MIN_VALUE, Long.MAX_VALUE);
                case "Method" -> method = in.text();
                case "URL" -> url = url(in);
                case "Protocol" -> protocol = in.text();
                case "Headers" -> headers = headers(in);
                default -> in.skip();
            }
        }
        return new AccessLog.Http(code, method, url, protocol, headers);
    }

    /**
     * A flow shows the name of a header once for each value, as HTTP/1.1 does. So the length of all these names is
     * bounded, too: else one long name with many values would make a flow of hundreds of megabytes.
     */
    private static Map<String, List<String>> headers(JsonRecordReader in) throws IOException {
        Map<String, List<String>> headers = new HashMap<>();
        long names = 0;
        in.beginObject();
        while (in.hasField()) {
            String name = in.field();
            List<String> values = in.texts();
            names += (long) name.length() * values.size();
            headers.put(name, values);
        }
        if (names > JsonRecordReader.MAX_LENGTH) {
            throw new MalformedJsonException("names of headers too long");
        }
        return headers;
    }

    private static AccessLog.Url url(JsonRecordReader in) throws IOException {
        String text = null;
        AccessLog.User user = null;
        boolean omitHost = false;
        boolean forceQuery = false;
        String[] parts = new String[PARTS.size()];
        Arrays.fill(parts, "");
        in.beginObject();
        while (in.hasField()) {
            int part = PARTS.indexOf(in.field());
            if (part >= 0) {
                parts[part] = in.text();
                continue;
            }
            switch (in.field()) {
                case "String" -> text = in.text();
                case "User" -> user = user(in);
                case "OmitHost" -> omitHost = in.flag();
                case "ForceQuery" -> forceQuery = in.flag();
                default -> in.skip();
            }
        }
        return new AccessLog.Url(
                text,
                parts[0],
                parts[1],
                user,
                parts[2],
                parts[3],
                parts[4],
                omitHost,
                forceQuery,
                parts[5],
                parts[6],
                parts[7]);
    }

    /** Null for the empty object that the agent's own JSON has here. */
    private static AccessLog.@Nullable User user(JsonRecordReader in) throws IOException {
        String name = null;
        String password = null;
        in.beginObject();
        while (in.hasField()) {
            switch (in.field()) {
                case "username" -> name = in.text();
                case "password" -> password = in.text();
                default -> in.skip();
            }
        }
        return name == null && password == null ? null : new AccessLog.User(name == null ? "" : name, password);
    }
}

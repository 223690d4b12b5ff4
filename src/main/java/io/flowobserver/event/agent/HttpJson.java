// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.agent;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of an access-log record in JSON that tells of HTTP. */
final class HttpJson {
    private static final int HTTP_COST = 40;
    private static final int HEADERS_COST = 128;
    /** An entry of a map that grows, and references to its name in a list that is copied and sorted. */
    private static final int HEADER_COST = 72;
    /** A header as it is shown, references to it in lists that grow and are copied, and what hides a value. */
    private static final int VALUE_COST = 72;

    private static final int URL_COST = 112;
    private static final int USER_COST = 24;
    /** Those parts of a URL that are texts. */
    private static final List<String> PARTS =
            List.of("Scheme", "Opaque", "Host", "Path", "RawPath", "RawQuery", "Fragment", "RawFragment");

    private HttpJson() {}

    static AccessLog.Http http(JsonText in) throws NotJson {
        long code = 0;
        String method = "";
        AccessLog.Url url = AccessLog.Url.NONE;
        String protocol = "";
        Map<String, List<String>> headers = Map.of();
        in.beginObject(HTTP_COST);
        while (in.hasField()) {
            switch (in.field()) {
                case "Code" -> code = in.number(Long.MIN_VALUE, Long.MAX_VALUE);
                case "Method" -> method = in.shown(2);
                case "URL" -> url = url(in);
                case "Protocol" -> protocol = in.shown(2);
                case "Headers" -> headers = headers(in);
                default -> in.skip();
            }
        }
        return new AccessLog.Http(code, method, url, protocol, headers);
    }

    private static Map<String, List<String>> headers(JsonText in) throws NotJson {
        Map<String, List<String>> headers = new HashMap<>();
        in.beginObject(HEADERS_COST);
        while (in.hasField()) {
            String name = in.field();
            in.ration().take(HEADER_COST);
            List<String> values = in.texts();
            long repeated = VALUE_COST + Footprint.field(name);
            for (int i = 0; i < values.size(); i++) {
                in.ration().take(repeated + Footprint.field(values.get(i)));
            }
            headers.put(name, values);
        }
        return headers;
    }

    private static AccessLog.Url url(JsonText in) throws NotJson {
        String text = null;
        AccessLog.User user = null;
        boolean omitHost = false;
        boolean forceQuery = false;
        String[] parts = new String[PARTS.size()];
        Arrays.fill(parts, "");
        in.beginObject(URL_COST);
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
        AccessLog.Url url = new AccessLog.Url(
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
        in.ration().take(Footprint.url(url));
        return url;
    }

    /** The agent's own JSON has an empty object here, which tells nothing. */
    private static AccessLog.@Nullable User user(JsonText in) throws NotJson {
        String name = null;
        String password = null;
        in.beginObject(USER_COST);
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

// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.http;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;

/** The server refused a request. The message is one line. */
public final class ApiException extends IOException {
    /** HTTP status of a version of the objects that the server does not have any more. */
    public static final int GONE = 410;

    private static final int MAX_MESSAGE = 300;

    private final int status;
    private final Duration retryAfter;

    /**
     * @param status of HTTP, or the code in a Status object
     * @param message what the server says; need not be one line
     * @param retryAfter how long it wants to be left alone; zero if it does not say
     */
    public ApiException(int status, String message, Duration retryAfter) {
        super("the server answers " + status + (message.isEmpty() ? "" : ": " + oneLine(message)));
        this.status = status;
        this.retryAfter = retryAfter;
    }

    public int status() {
        return status;
    }

    public Duration retryAfter() {
        return retryAfter;
    }

    /** What a refusal's body says: the message of a Status object, else the text itself. */
    static String message(String body) {
        try {
            JsonElement root = JsonParser.parseString(body);
            if (root instanceof JsonObject object && object.has("message")) {
                return object.get("message").getAsString();
            }
        } catch (JsonParseException | IllegalStateException | UnsupportedOperationException notStatus) {
            // A proxy in between may answer with anything.
        }
        return body;
    }

    /** A text of somebody else as part of a line. */
    public static String oneLine(String text) {
        String line = text.strip().replaceAll("[\\p{Cntrl}\\s]+", " ");
        return line.length() > MAX_MESSAGE ? line.substring(0, MAX_MESSAGE) + "..." : line;
    }

    /** Why something failed: its message, or that of the cause, since the JDK often has none. */
    public static String reason(Throwable thrown) {
        if (thrown instanceof ConnectException && thrown.getMessage() == null) {
            return "cannot connect";
        }
        Throwable at = thrown;
        while (at.getMessage() == null && at.getCause() != null) {
            at = at.getCause();
        }
        String kind = at.getClass().getSimpleName();
        return at.getMessage() == null ? kind : oneLine(at.getMessage());
    }
}

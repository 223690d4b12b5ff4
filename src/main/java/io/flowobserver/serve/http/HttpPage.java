// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A response whose body is known as a whole.
 *
 * @param status code of HTTP
 */
public record HttpPage(int status, String contentType, byte[] body) {
    static final String JSON = "application/json";
    private static final String TEXT = "text/plain; charset=utf-8";

    public static HttpPage text(int status, String text) {
        return new HttpPage(status, TEXT, text.getBytes(UTF_8));
    }

    /** One line of plain text that begins with the status. The message may contain what the client sent. */
    public static HttpPage error(int status, String message) {
        return text(status, status + " " + PrintableText.of(message) + "\n");
    }
}

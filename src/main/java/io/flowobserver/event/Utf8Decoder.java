// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event;

import java.io.CharArrayReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Decodes the UTF-8 of a JSON text as Go does: each byte that is not part of a character becomes U+FFFD. Java's own
 * replacement makes one U+FFFD of several such bytes.
 */
final class Utf8Decoder {
    private Utf8Decoder() {}

    static Reader decode(EventBytes event) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.wrap(event.toArray());
        // Gson would skip a byte order mark at the start. Behind a space, Gson refuses it, as Go does.
        CharBuffer text = CharBuffer.allocate(1 + event.length()).put(' ');
        while (decoder.decode(bytes, text, true).isError()) {
            bytes.get();
            text.put('\uFFFD');
        }
        return new CharArrayReader(text.array(), 0, text.position());
    }
}

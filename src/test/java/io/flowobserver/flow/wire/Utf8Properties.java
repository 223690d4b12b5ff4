// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class Utf8Properties {
    /** The JDK writes a question mark for half of a surrogate pair; all the rest must be the same. */
    @Property
    void encode_anyText_isWhatTheJdkMakesOfIt(@ForAll String text) {
        String wellFormed = text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        byte[] encoded = new byte[Utf8.length(text)];
        assertThat(Utf8.write(text, encoded, 0)).isEqualTo(encoded.length);
        assertThat(encoded).isEqualTo(wellFormed.getBytes(StandardCharsets.UTF_8));
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextOrderTest {
    /** Where the order of chars and that of bytes differ: U+E000 and above against surrogate pairs. */
    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "aa",
            "b",
            "\u00e9",
            "\u4e16",
            "\ud7ff",
            "\ue000",
            "\uffff",
            "\ud83d\ude00",
            "a\ue000",
            "a\ud83d\ude00",
            "Z");

    @Test
    void compare_allPairs_areOrderedAsTheirBytes() {
        for (String first : TEXTS) {
            for (String second : TEXTS) {
                int bytes = Arrays.compareUnsigned(
                        first.getBytes(StandardCharsets.UTF_8), second.getBytes(StandardCharsets.UTF_8));
                assertThat(Integer.signum(TextOrder.BYTEWISE.compare(first, second)))
                        .as(first + " and " + second)
                        .isEqualTo(Integer.signum(bytes));
            }
        }
    }
}

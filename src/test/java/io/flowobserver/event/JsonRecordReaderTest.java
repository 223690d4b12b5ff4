// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRecordReaderTest {
    /** Everything here is refused by Go, too. The control character and the escape are in a value that is skipped. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,]",
                "[,1]",
                "[1 2]",
                "[1;2]",
                "{\"a\":1,}",
                "{\"a\"=1}",
                "{\"a\" 1}",
                "{a:1}",
                "{'a':1}",
                "{1:2}",
                "{} {}",
                "{} x",
                "{}\0",
                "\ufeff{}",
                "\ufeff\ufeff{}",
                ")]}'\n{}",
                "{}//x",
                "/*x*/{}",
                "#x\n{}",
                "\"\t\"",
                "\"\0\"",
                "\"\n\"",
                "\"\\\n\"",
                "\"\\'\"",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\\u123",
                "\"\\",
                "\"a",
                "TRUE",
                "Null",
                "nul",
                "truex",
                "NaN",
                "Infinity",
                "-Infinity",
                "+1",
                "-",
                "01",
                "1.",
                ".5",
                "1e",
                "0x1",
                "1\f"
            })
    void read_whatIsNotJson_isNull(String json) {
        assertThat(JsonRecordReader.read(bytes(json), JsonRecordReaderTest::skip))
                .isNull();
        assertThat(json(json)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[1.50,-2e+3,1e999999999,18446744073709551616,-0]",
                "{\"\":{\"a\":[true,false,null]}}",
                "\"\ud83d\ude00\u007f'=\"",
            })
    void json_value_isKeptAsItIsWritten(String json) {
        assertThat(json(json)).isEqualTo(json);
        assertThat(json(" \t\r\n" + json.replace(",", " ,\n"))).isEqualTo(json);
    }

    @Test
    void json_text_isEscapedAsByGo() {
        assertThat(json("\"<&>\\/\\u0041\"")).isEqualTo("\"\\u003c\\u0026\\u003e/A\"");
        assertThat(json("\"\\b\\f\\n\\r\\t\\u001F\\\"\\\\\"")).isEqualTo("\"\\b\\f\\n\\r\\t\\u001f\\\"\\\\\"");
        assertThat(json("\"\u2028\\u2029\u00fc\"")).isEqualTo("\"\\u2028\\u2029\u00fc\"");
        assertThat(json("\"\\ud83d\"")).isEqualTo("\"\\ufffd\"");
    }

    /** One character for each byte: an overlong slash, a surrogate, what begins nothing, and sequences cut short. */
    @ParameterizedTest
    @CsvSource({"c0af,2", "eda080,3", "ff,1", "80,1", "e4b8,2", "f09f98,3", "f4908080,4", "c3a9,0", "f09f9880,0"})
    void text_bytesThatAreNotUtf8_becomeOneReplacementEach(String hex, int replacements) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        json.writeBytes("\"a".getBytes(StandardCharsets.UTF_8));
        json.writeBytes(HexFormat.of().parseHex(hex));
        json.writeBytes("b\"".getBytes(StandardCharsets.UTF_8));
        String text = JsonRecordReader.read(EventBytes.of(json.toByteArray()), JsonRecordReader::text);
        String valid = new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8);
        assertThat(text).isEqualTo("a" + (replacements == 0 ? valid : "\ufffd".repeat(replacements)) + "b");
    }

    @Test
    void text_halfOfASurrogatePair_becomesAReplacement() {
        String halves = "\\ud83d\\ude00 \\ud83d \\ude00\\ud83d\\ud83d\\ude00";
        String repaired = "\ud83d\ude00 \ufffd \ufffd\ufffd\ud83d\ude00";
        assertThat(text('"' + halves + '"')).isEqualTo(repaired);
        String name = JsonRecordReader.read(bytes("{\"" + halves + "\":1}"), in -> {
            in.beginObject();
            in.nextField();
            String field = in.field();
            in.skip();
            in.nextField();
            return field;
        });
        assertThat(name).isEqualTo(repaired);
    }

    /** Gson's buffer has 1,024 characters. */
    @Test
    void text_unicodeAcrossTheBuffer_isKept() {
        for (int pad = 1000; pad < 1030; pad++) {
            String text = "x".repeat(pad) + "\ud83d\ude00\u4e16\u00e9";
            assertThat(text('"' + text + '"')).isEqualTo(text);
            assertThat(text('"' + "x".repeat(pad) + "\\ud83d\\ude00\u4e16\u00e9\""))
                    .isEqualTo(text);
        }
    }

    @Test
    void read_recordLongerThanTheLimit_isNull() {
        String longest = '"' + "x".repeat(JsonRecordReader.MAX_LENGTH - 2) + '"';
        assertThat(text(longest)).hasSize(JsonRecordReader.MAX_LENGTH - 2);
        assertThat(text(longest + ' ')).isNull();
    }

    @Test
    void read_deepNesting_isNull() {
        assertThat(json("[".repeat(255) + "]".repeat(255))).hasSize(510);
        assertThat(json("[".repeat(256) + "]".repeat(256))).isNull();
        assertThat(json("[".repeat(60_000))).isNull();
        assertThat(json("{\"\":".repeat(12_000))).isNull();
    }

    @Test
    void read_numberLongerThanTheBuffer_isNull() {
        assertThat(json("9".repeat(1023))).hasSize(1023);
        assertThat(json("9".repeat(60_000))).isNull();
        assertThat(number("9".repeat(1023))).isNull();
    }

    @ParameterizedTest
    @CsvSource({"-5,-5", "-0,0", "7,7", "-6,", "8,", "1.0,", "1e0,", "1e999999999,", "'\"1\"',", "null,", "true,"})
    void number_betweenItsBounds_isRead(String json, @Nullable Long number) {
        assertThat(number(json)).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({"18446744073709551615,-1", "18446744073709551616,", "0,0", "-0,", "-1,", "1e3,", "'\"1\"',", "[1],"})
    void unsigned_upTo64Bits_isRead(String json, @Nullable Long number) {
        Long read = JsonRecordReader.read(bytes(json), in -> in.unsigned(-1L));
        assertThat(read).isEqualTo(number);
    }

    private static int skip(JsonRecordReader in) throws IOException {
        in.skip();
        return 0;
    }

    private static @Nullable String json(String json) {
        return JsonRecordReader.read(bytes(json), JsonRecordReader::json);
    }

    private static @Nullable String text(String json) {
        return JsonRecordReader.read(bytes(json), JsonRecordReader::text);
    }

    private static @Nullable Long number(String json) {
        return JsonRecordReader.read(bytes(json), in -> in.number(-5, 7));
    }

    private static EventBytes bytes(String json) {
        return EventBytes.of(json.getBytes(StandardCharsets.UTF_8));
    }
}

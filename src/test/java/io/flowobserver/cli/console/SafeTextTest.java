// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {
    @ParameterizedTest
    @ValueSource(
            chars = {
                '\u061c', '\u200e', '\u200f', '\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067',
                '\u2068', '\u2069'
            })
    void of_controlOfTheDirection_isShownAsItsNumber(char control) {
        assertThat(SafeText.of("a" + control + "b")).isEqualTo(String.format("a\\u%04xb", (int) control));
    }

    @Test
    void of_otherText_staysAsItIs() {
        String text = "\u05d0\u0627 \u200d\u2029\u2065\u206a \ud83d\ude00\t~";
        assertThat(SafeText.of(text)).isEqualTo(text);
    }

    @Test
    void of_controlsOfTheTerminal_areEscaped() {
        String all = IntStream.concat(IntStream.range(0, 0x20), IntStream.rangeClosed(0x7f, 0x9f))
                .filter(c -> c != '\t')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        assertThat(SafeText.of(all)).startsWith("^@^A").contains("\\n", "\\r", "^[", "\\x7f", "\\x9f");
        assertThat(SafeText.of(all).chars()).allMatch(c -> c >= ' ' && c < 0x7f);
    }

    @Test
    void lines_severalLines_stayLines() {
        assertThat(SafeText.lines("a\u001b\n\n\tb\u202e\r\n")).isEqualTo("a^[\n\n\tb\\u202e\\r\n");
        assertThat(SafeText.lines("")).isEmpty();
    }

    /** The pattern of the daemon's own configuration. */
    @Test
    void log_messageAndExceptionWithControls_areEscaped() throws Exception {
        String configuration = Files.readString(Path.of("src/main/resources/logback.xml"));
        assertThat(configuration)
                .contains("conversionWord=\"safe\" class=\"" + SafeLogConverter.class.getName() + "\"");
        String pattern = configuration.replaceFirst("(?s).*?<pattern>(.*?)</pattern>.*", "$1");
        LoggerContext context = new LoggerContext();
        PatternLayout layout = new PatternLayout();
        layout.setContext(context);
        layout.getInstanceConverterMap().put("safe", SafeLogConverter::new);
        layout.setPattern(pattern);
        layout.start();
        Logger logger = context.getLogger("x");
        LoggingEvent event = new LoggingEvent(
                "", logger, Level.WARN, "{}", new IllegalStateException("t\u2066"), new Object[] {"n\u202e\u001b[1m"});
        assertThat(layout.doLayout(event))
                .contains("n\\u202e^[[1m\n", "t\\u2066")
                .doesNotContain("\u202e", "\u001b");
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.tls;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ExpiryWarningsTest {
    private static final Path FILE = Path.of("/etc/tls/tls.crt");
    private static final Instant EXPIRY = Instant.parse("2030-06-30T12:00:00Z");

    private final Logger logger = (Logger) LoggerFactory.getLogger(ExpiryWarningsTest.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final ExpiryWarnings warnings = new ExpiryWarnings(logger);

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
    }

    @Test
    void check_asTimeGoesBy_warnsFourTimesAndOnceEach() {
        for (int hours = 40 * 24; hours >= -48; hours--) {
            warnings.check(Map.of(FILE, EXPIRY), EXPIRY.minus(Duration.ofHours(hours)));
        }
        assertThat(lines())
                .containsExactly(
                        "/etc/tls/tls.crt: a certificate in it expires within 30 days, on 2030-06-30T12:00:00Z; put a"
                                + " new one in its place",
                        "/etc/tls/tls.crt: a certificate in it expires within 7 days, on 2030-06-30T12:00:00Z; put a"
                                + " new one in its place",
                        "/etc/tls/tls.crt: a certificate in it expires within 1 day, on 2030-06-30T12:00:00Z; put a"
                                + " new one in its place",
                        "/etc/tls/tls.crt: a certificate in it has expired, on 2030-06-30T12:00:00Z; put a new one in"
                                + " its place");
    }

    @Test
    void check_newCertificate_isWarnedOfByItsOwnTime() {
        Instant now = EXPIRY.minus(Duration.ofDays(6));
        warnings.check(Map.of(FILE, EXPIRY), now);
        warnings.check(Map.of(FILE, EXPIRY.plus(Duration.ofDays(300))), now);
        assertThat(lines()).hasSize(1);
        warnings.check(Map.of(FILE, EXPIRY.plus(Duration.ofDays(1))), now);
        assertThat(lines()).hasSize(2).last().asString().contains("within 7 days, on 2030-07-01");
    }

    private List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}

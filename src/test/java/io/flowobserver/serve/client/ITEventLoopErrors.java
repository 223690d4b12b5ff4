// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.DecoderException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which errors of an event loop end the process, in processes of their own. */
class ITEventLoopErrors {
    private static final int GOES_ON = 7;

    @ParameterizedTest
    @CsvSource({
        "java.lang.OutOfMemoryError, 1",
        "java.lang.InternalError, 1",
        "java.lang.StackOverflowError, " + GOES_ON,
        "java.lang.RuntimeException, " + GOES_ON,
        "io.netty.util.internal.OutOfDirectMemoryError, " + GOES_ON
    })
    void handle_error_endsTheProcessIfTheJvmIsBroken(String error, int exitCode) throws Exception {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        error)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isEqualTo(exitCode);
    }

    /** Has a connection on whose event loop an error is thrown. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) throws ReflectiveOperationException {
            FakeConnection connection = new FakeConnection("127.0.0.1");
            new ConnectionLimiter(ConnectionLimits.DEFAULT, (reason, cut) -> {}).admit(connection);
            EventLoopErrors.handle(connection, new DecoderException(error(arguments[0])));
            connection.runPendingTasks();
            Runtime.getRuntime().halt(GOES_ON);
        }

        private static Throwable error(String name) throws ReflectiveOperationException {
            return name.endsWith("OutOfDirectMemoryError")
                    ? Clients.outOfDirectMemory()
                    : Class.forName(name)
                            .asSubclass(Throwable.class)
                            .getDeclaredConstructor()
                            .newInstance();
        }
    }
}

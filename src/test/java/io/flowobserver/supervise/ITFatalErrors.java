// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ends a process, in processes of their own. */
class ITFatalErrors {
    private static final int GOES_ON = 7;

    @ParameterizedTest
    @CsvSource({
        "java.lang.OutOfMemoryError, 1",
        "java.lang.InternalError, 1",
        "java.lang.StackOverflowError, " + GOES_ON,
        "java.lang.NoClassDefFoundError, " + GOES_ON,
        "java.lang.RuntimeException, " + GOES_ON
    })
    void exitIfFatal_error_endsTheProcessIfTheJvmIsBroken(String error, int exitCode) throws Exception {
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
        if (exitCode == GOES_ON) {
            assertThat(output).isEmpty();
        } else {
            assertThat(output).contains("thread main: the process ends", error).doesNotContain("hook");
        }
    }

    /** Gets an error, and has a shutdown hook that must not run. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) throws ReflectiveOperationException {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
            FatalErrors.exitIfFatal(Class.forName(arguments[0])
                    .asSubclass(Throwable.class)
                    .getDeclaredConstructor()
                    .newInstance());
            Runtime.getRuntime().halt(GOES_ON);
        }
    }
}

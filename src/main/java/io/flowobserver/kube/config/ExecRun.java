// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One run of a program, with bounds for its time and for what it writes. */
final class ExecRun {
    /** Also for a user who forgot that nobody is there to type a password. */
    static final long MAX_SECONDS = 30;

    private static final int MAX_OUTPUT = 1 << 20;
    private static final int MAX_MESSAGE = 200;

    private final String place;
    private final Process process;

    ExecRun(String place, Process process) {
        this.place = place;
        this.process = process;
    }

    /** @throws IOException as {@link ExecCommand#run} does */
    String output() throws IOException {
        try {
            FutureTask<String> output = read(process.getInputStream());
            FutureTask<String> errors = read(process.getErrorStream());
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MAX_SECONDS);
            String text = output.get(MAX_SECONDS, TimeUnit.SECONDS);
            if (text.length() > MAX_OUTPUT) {
                throw new AccessException(place + ": the program writes more than " + MAX_OUTPUT + " bytes");
            }
            if (!process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw new TimeoutException();
            }
            if (process.exitValue() != 0) {
                String said = errors.get(1, TimeUnit.SECONDS).strip();
                throw new AccessException(place + ": the program ends with " + process.exitValue()
                        + (said.isEmpty() ? "" : ": " + oneLine(said)));
            }
            return text;
        } catch (TimeoutException e) {
            throw new AccessException(place + ": the program did not end within " + MAX_SECONDS + " s", e);
        } catch (ExecutionException e) {
            throw new AccessException(place + ": what the program writes cannot be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AccessException(place + ": interrupted", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Reads a little more than is accepted; a program that writes on meets a closed pipe. */
    private static FutureTask<String> read(InputStream in) {
        FutureTask<String> task = new FutureTask<>(() -> {
            try (in) {
                return new String(in.readNBytes(MAX_OUTPUT + 1), StandardCharsets.UTF_8);
            }
        });
        Thread thread = new Thread(task, "observer-kube-exec");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private static String oneLine(String text) {
        String line = text.lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", " ");
        return line.length() > MAX_MESSAGE ? line.substring(0, MAX_MESSAGE) + "..." : line;
    }
}

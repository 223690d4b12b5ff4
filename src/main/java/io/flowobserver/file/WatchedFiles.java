// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that belong together, and what is made of them. They are read again when one of them has changed and two looks
 * in a row found all of them the same. The result is used only if they are still the same after that: nobody gets a file
 * that is half written, or a new file beside an old one. Files that are missing or cannot be used leave everything as it
 * was, and are read again when they change. For one thread at a time, apart from the counts.
 *
 * @param <T> what is made of the files
 */
public final class WatchedFiles<T> {
    private static final Logger log = LoggerFactory.getLogger(WatchedFiles.class);

    private final List<Path> paths;
    private final Reader<T> reader;
    private final Consumer<T> user;
    private final String consequence;
    private final LongAdder reloads = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private List<String> seen = List.of();
    /** What was read last, with success or without. */
    private List<String> tried = List.of();
    /** The problem that was logged last; empty after a success. One thread writes it. */
    private volatile String logged = "";

    /** Reads all files and has no other effect. */
    @FunctionalInterface
    public interface Reader<T> {
        /**
         * Reads the files.
         *
         * @throws IOException with one line for the operator if they cannot be used
         */
        T read() throws IOException;
    }

    /**
     * @param user gets what was made of changed files
     * @param consequence of files that cannot be used, for the log: {@code keeping ...}
     */
    public WatchedFiles(List<Path> paths, Reader<T> reader, Consumer<T> user, String consequence) {
        this.paths = List.copyOf(paths);
        this.reader = reader;
        this.user = user;
        this.consequence = consequence;
    }

    /**
     * Reads the files for the first time.
     *
     * @throws IOException as the reader does; neither counted nor logged
     */
    public T read() throws IOException {
        tried = versions();
        return reader.read();
    }

    /** Reads the files for the first time and uses them as if they had changed. They may be missing. */
    public void start() {
        seen = versions();
        readAgain();
    }

    /** Has the next look read the files, whether they have changed or not, and log any problem once more. */
    void forget() {
        tried = List.of();
        logged = "";
    }

    /** Takes one look at the files. */
    void look() {
        if (areAsSeenLast() && !seen.equals(tried)) {
            readAgain();
        }
    }

    /** How often changed files were used. Any thread. */
    public long reloads() {
        return reloads.sum();
    }

    /** How often changed files could not be used. Any thread. */
    public long failures() {
        return failures.sum();
    }

    /** Returns why the files could not be used last; empty if they could, or did not change since. Any thread. */
    public String problem() {
        return logged;
    }

    private void readAgain() {
        tried = seen;
        try {
            T result = reader.read();
            if (areAsTried()) {
                logged = "";
                user.accept(result);
                reloads.increment();
            }
        } catch (IOException e) {
            if (areAsTried()) {
                failed(String.valueOf(e.getMessage()));
            }
        }
    }

    private void failed(String problem) {
        failures.increment();
        if (!problem.equals(logged)) {
            logged = problem;
            log.warn("{}; {}", problem, consequence);
        }
    }

    private boolean areAsSeenLast() {
        List<String> before = seen;
        seen = versions();
        return seen.equals(before);
    }

    private boolean areAsTried() {
        boolean same = areAsSeenLast();
        if (!same) {
            // Even if they become what they were, what was read is unknown.
            tried = List.of();
        }
        return same;
    }

    private List<String> versions() {
        return paths.stream().map(FileVersion::of).toList();
    }
}

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
 * in a row have found all of them the same, and the result is used only if they are still the same after that: nobody
 * gets a file that is half written, or a new file beside an old one. Files that are missing or cannot be used leave
 * everything as it was, and are tried again when they change.
 *
 * <p>For one thread at a time, apart from {@link #failures}.
 *
 * @param <T> what is made of the files
 */
public final class WatchedFiles<T> {
    private static final Logger log = LoggerFactory.getLogger(WatchedFiles.class);

    private final List<Path> paths;
    private final Reader<T> reader;
    private final Consumer<T> user;
    private final String remedy;
    private final LongAdder failures = new LongAdder();
    private List<FileVersion> seen = List.of();
    /** What was last read, with success or without. */
    private List<FileVersion> tried = List.of();
    /** The problem that was told last; empty after a success. */
    private String told = "";

    /** Reads the files. */
    @FunctionalInterface
    public interface Reader<T> {
        /**
         * Reads all files, without any other effect.
         *
         * @throws IOException with one line for the operator, without a full stop, if they cannot be used
         */
        T read() throws IOException;
    }

    /**
     * @param user takes what was made of changed files
     * @param remedy what happens when they cannot be used, for the log: {@code keeping ...}
     */
    public WatchedFiles(List<Path> paths, Reader<T> reader, Consumer<T> user, String remedy) {
        this.paths = List.copyOf(paths);
        this.reader = reader;
        this.user = user;
        this.remedy = remedy;
    }

    /**
     * Reads the files now and returns the result, for the start. They will be read again once they differ from now.
     *
     * @throws IOException as the reader does; neither counted nor logged
     */
    public T read() throws IOException {
        seen = versions();
        tried = seen;
        return reader.read();
    }

    /** One look at the files. */
    void look() {
        List<FileVersion> before = seen;
        seen = versions();
        if (seen.equals(before) && !seen.equals(tried)) {
            tried = seen;
            readAgain();
        }
    }

    /** Counts a failure and warns of it, unless it is the one that was told last. */
    public void failed(IOException failure) {
        failures.increment();
        String problem = String.valueOf(failure.getMessage());
        if (!problem.equals(told)) {
            told = problem;
            log.warn("{}; {}", problem, remedy);
        }
    }

    /** How often the files, when they had changed, could not be used. Any thread. */
    public long failures() {
        return failures.sum();
    }

    private void readAgain() {
        try {
            T result = reader.read();
            if (areStillTheSame()) {
                told = "";
                user.accept(result);
            }
        } catch (IOException e) {
            if (areStillTheSame()) {
                failed(e);
            }
        }
    }

    private boolean areStillTheSame() {
        seen = versions();
        if (seen.equals(tried)) {
            return true;
        }
        // Even if they become what they were: what was read is unknown.
        tried = List.of();
        return false;
    }

    private List<FileVersion> versions() {
        return paths.stream().map(FileVersion::of).toList();
    }
}

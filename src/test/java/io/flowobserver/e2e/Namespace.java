// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jnr.ffi.LibraryLoader;

/**
 * A network namespace of this test run. Threads of the test enter it, so that sockets that they open are there; programs
 * are run there by {@code ip netns exec}.
 */
public final class Namespace implements AutoCloseable {
    public static final String PREFIX = "obs-e2e-";

    private static final int O_RDONLY_CLOEXEC = 0x80000;
    private static final int CLONE_NEWNET = 0x40000000;
    private static final int THREADS = 4;
    private static final long TIMEOUT_SECONDS = 60;

    private final String name;
    private final LibC libc = LibraryLoader.create(LibC.class).load("c");
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS, this::thread);

    /** Public because jnr-ffi binds no other interfaces. */
    public interface LibC {
        int open(String path, int flags);

        int setns(int fd, int type);

        int close(int fd);
    }

    public Namespace(String name) {
        this.name = name;
        Command.run("ip", "netns", "add", name);
    }

    public String name() {
        return name;
    }

    /** Runs {@code ip} commands, one a line. */
    public void ip(String commands) {
        Command.result(commands, List.of("ip", "-n", name, "-batch", "-")).succeeded();
    }

    /** The words before a command that is to run here. */
    public List<String> exec(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", name));
        command.addAll(List.of(arguments));
        return command;
    }

    String run(String... arguments) {
        return Command.result("", exec(arguments)).succeeded().output();
    }

    /** Sets a kernel parameter below /proc/sys/net. */
    void set(String parameter, String value) {
        call(() -> Files.writeString(Path.of("/proc/sys/net", parameter), value));
    }

    /** Runs on a thread that is in this namespace. */
    public <T> T call(Callable<T> action) {
        return await(submit(action));
    }

    public <T> Future<T> submit(Callable<T> action) {
        return threads.submit(action);
    }

    /** Runs again and again, with a pause between one end and the next start, until cancelled. */
    Future<?> repeat(Runnable action, long pauseMillis) {
        return threads.scheduleWithFixedDelay(action, 0, pauseMillis, TimeUnit.MILLISECONDS);
    }

    static <T> T await(Future<T> future) {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        Command.result("ip", "netns", "del", name);
    }

    /** Why no namespace can be made here; empty if one can. */
    public static Optional<String> lacking() {
        String probe = PREFIX + ProcessHandle.current().pid() + "-probe";
        Command added = Command.result("ip", "netns", "add", probe);
        if (added.exitCode() != 0) {
            return Optional.of("no network namespaces here, they need CAP_SYS_ADMIN: " + added.errors());
        }
        Command.run("ip", "netns", "del", probe);
        return Optional.empty();
    }

    /** Removes what killed test runs have left. */
    public static void sweep() {
        for (String line : Command.run("ip", "netns", "list").split("\n", -1)) {
            String left = line.split(" ", -1)[0];
            if (left.startsWith(PREFIX)
                    && !isAlive(left.substring(PREFIX.length()).split("-", -1)[0])) {
                Command.result("ip", "netns", "del", left);
            }
        }
    }

    private static boolean isAlive(String pid) {
        return ProcessHandle.of(Long.parseLong(pid)).isPresent();
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(
                () -> {
                    enter();
                    work.run();
                },
                name);
        thread.setDaemon(true);
        return thread;
    }

    private void enter() {
        int fd = libc.open("/run/netns/" + name, O_RDONLY_CLOEXEC);
        int result = libc.setns(fd, CLONE_NEWNET);
        libc.close(fd);
        if (result != 0) {
            throw new AssertionError("cannot enter " + name);
        }
    }
}

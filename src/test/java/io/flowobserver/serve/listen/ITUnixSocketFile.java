// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flowobserver.serve.ServedRing;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the socket is while its mode and group are changed, and who could put another file in its place. */
class ITUnixSocketFile {
    private static final String NOBODY = "65534";

    @TempDir
    private Path directory;

    @Test
    void publish_socket_wasBoundInAPrivateDirectoryThatIsGoneThen() throws Exception {
        Path path = directory.resolve("hubble.sock");
        UnixSocketFile file = new UnixSocketFile(path);
        Path fresh = file.temporaryName().getParent();
        assertThat(fresh.getParent()).isEqualTo(directory.toRealPath());
        assertThat(mode(fresh)).isEqualTo("rwx------");
        try (var server = bind(file.temporaryName())) {
            file.publish();
            assertThat(server.isOpen()).isTrue();
            assertThat(directory.toFile().list()).containsExactly("hubble.sock");
            assertThat(mode(path)).isEqualTo("rw-rw----");
            assertThatCode(() ->
                            SocketChannel.open(UnixDomainSocketAddress.of(path)).close())
                    .doesNotThrowAnyException();
        }
        file.remove();
        assertThat(directory).isEmptyDirectory();
    }

    /** What another user may do in a directory such as /tmp, after the socket is bound and before its mode is set. */
    @Test
    void publish_anotherUserWantsToExchangeTheSocket_foreignFileKeepsItsMode() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "no setpriv (util-linux)");
        Path shared = openToAll("rwxrwxrwx");
        assertThat(run("chmod", "+t", shared.toString())).isZero();
        Path victim = Files.writeString(directory.resolve("victim"), "secret");
        Files.setPosixFilePermissions(victim, PosixFilePermissions.fromString("rw-------"));
        UnixSocketFile file = new UnixSocketFile(shared.resolve("hubble.sock"));
        try (var server = bind(file.temporaryName())) {
            String socket = file.temporaryName().toString();
            String fresh = file.temporaryName().getParent().toString();
            assertThat(runAsNobody("ln", "-sfn", victim.toString(), socket)).isNotZero();
            assertThat(runAsNobody("mv", fresh, fresh + "x")).isNotZero();
            file.publish();
            assertThat(server.isOpen()).isTrue();
        }
        file.remove();
        assertThat(mode(victim)).isEqualTo("rw-------");
        assertThat(shared).isEmptyDirectory();
    }

    @Test
    void start_directoryThatOthersMayWrite_refusedWithRemedies() throws Exception {
        Path shared = openToAll("rwxrwxrwx");
        for (Path place : new Path[] {shared, Files.createDirectory(shared.resolve("inside"))}) {
            Path socket = place.resolve("hubble.sock");
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> new ServedRing(7, "unix://" + socket))
                    .withMessage("cannot listen on unix://" + socket + ": others may write in the directory "
                            + shared.toRealPath() + " (mode 777) and could replace the socket; take that right away"
                            + " (chmod go-w " + shared.toRealPath() + "), set the sticky bit (chmod +t "
                            + shared.toRealPath() + ") or choose another path");
            assertThat(socket).doesNotExist();
        }
        assertThat(run("chmod", "+t", shared.toString())).isZero();
        new ServedRing(7, "unix://" + shared.resolve("hubble.sock")).close();
    }

    @Test
    void start_directoryOfAGroupOfOthers_refusedToRoot() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
        Path shared = openToAll("rwxrwxr-x");
        new ServedRing(7, "unix://" + shared.resolve("hubble.sock")).close();
        assertThat(run("chgrp", NOBODY, shared.toString())).isZero();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new ServedRing(7, "unix://" + shared.resolve("hubble.sock")))
                .withMessageContaining("(mode 775) and could replace the socket");
    }

    @Test
    void start_symbolicLinkAtThePath_refusedAndLeftAlone() throws Exception {
        Path victim = Files.writeString(directory.resolve("victim"), "secret");
        Files.setPosixFilePermissions(victim, PosixFilePermissions.fromString("rw-------"));
        Path link = Files.createSymbolicLink(directory.resolve("hubble.sock"), victim);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new ServedRing(7, "unix://" + link))
                .withMessageContaining("the file exists and is not a socket");
        assertThat(mode(victim)).isEqualTo("rw-------");
        assertThat(link).isSymbolicLink();
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("hubble.sock", "victim");
    }

    @Test
    void start_directoryByASymbolicLink_isServedThere() throws Exception {
        Path real = Files.createDirectory(directory.resolve("run"));
        Path link = Files.createSymbolicLink(directory.resolve("var-run"), real);
        try (var served = new ServedRing(15, "unix://" + link.resolve("hubble.sock"))) {
            assertThat(real.resolve("hubble.sock")).exists();
            assertThat(served.server.bound()).hasToString("[unix://" + link.resolve("hubble.sock") + "]");
        }
        assertThat(real).isEmptyDirectory();
    }

    @Test
    void start_pathTooLongForTheBind_refusedAndNothingIsLeft() throws Exception {
        int length = ListenUrl.MAX_UNIX_PATH - directory.toRealPath().toString().length() - 4;
        Path deep = Files.createDirectory(directory.resolve("d".repeat(length)));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new ServedRing(7, "unix://" + deep.resolve("s")))
                .withMessageContaining("the path is too long for a unix socket; choose a shorter one");
        assertThat(deep).isEmptyDirectory();
    }

    private static ServerSocketChannel bind(Path path) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
    }

    /** Makes a directory that other users can reach. */
    private Path openToAll(String mode) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path shared = Files.createDirectory(directory.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString(mode));
        return shared;
    }

    private static int runAsNobody(String... words) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        command.addAll(List.of(words));
        return run(command.toArray(String[]::new));
    }

    private static int run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}

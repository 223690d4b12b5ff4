// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The file of a unix socket, from the check whether it may be taken to its removal.
 *
 * <p>The socket is bound under a passing name beside its place, gets its mode and group there, and is then renamed: it
 * appears with its final rights, replaces a stale file in one step, and the removal that Netty does on closing (of
 * whatever then stands at the name that was bound) cannot hit the socket of a successor.
 */
final class UnixSocketFile {
    private static final AtomicInteger SERIAL = new AtomicInteger();
    private static final List<String> GROUPS = List.of("observer", "cilium");
    private static final int TYPE_MASK = 0170000;
    private static final int TYPE_SOCKET = 0140000;

    private final Path path;
    private final Path passingName;
    private long inode = -1;

    /**
     * Checks that the path is free or holds a stale socket.
     *
     * @throws IOException with one line for the operator otherwise
     */
    UnixSocketFile(Path path) throws IOException {
        this.path = path;
        Path directory = path.getParent();
        String name = "." + ProcessHandle.current().pid() + "-" + SERIAL.incrementAndGet();
        this.passingName = directory.resolve(name);
        if (!Files.isDirectory(directory)) {
            throw refused("the directory " + directory + " does not exist; create it or choose another path");
        }
        if (passingName.toString().getBytes(StandardCharsets.UTF_8).length > ListenUrl.MAX_UNIX_PATH) {
            throw refused("the path is too long for a unix socket; choose a shorter one");
        }
        checkFreeOrStale();
        Files.deleteIfExists(passingName);
    }

    /** The name to bind. */
    Path passingName() {
        return passingName;
    }

    /** Gives the bound socket its rights and its final name. */
    void publish() throws IOException {
        Files.setPosixFilePermissions(passingName, PosixFilePermissions.fromString("rw-rw----"));
        if (Integer.valueOf(0).equals(Files.getAttribute(passingName, "unix:uid"))) {
            handToGroup();
        }
        inode = inodeOf(passingName);
        // Once more, for the case that another server started at the same time.
        checkFreeOrStale();
        Files.move(passingName, path, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes the file if it is still the one that was published. */
    void remove() throws IOException {
        try {
            if (inode >= 0 && inodeOf(path) == inode) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException alreadyGone) {
            // Somebody cleaned up before us, which is all that was wanted.
        }
        inode = -1;
    }

    private void checkFreeOrStale() throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        if ((mode & TYPE_MASK) != TYPE_SOCKET) {
            throw refused("the file exists and is not a socket; remove it or choose another path");
        }
        try {
            SocketChannel.open(UnixDomainSocketAddress.of(path)).close();
        } catch (ConnectException stale) {
            // Nobody listens there any more: the rename in publish() replaces the file.
            return;
        }
        throw refused("in use by a running server; stop it or choose another path");
    }

    private void handToGroup() throws IOException {
        var lookup = path.getFileSystem().getUserPrincipalLookupService();
        var attributes = Files.getFileAttributeView(passingName, PosixFileAttributeView.class);
        for (String group : GROUPS) {
            try {
                attributes.setGroup(lookup.lookupPrincipalByGroupName(group));
                return;
            } catch (UserPrincipalNotFoundException absent) {
                // The next name may exist; with none of them the socket stays with root's group.
            }
        }
    }

    private IOException refused(String reason) {
        return new IOException("cannot listen on unix://" + path + ": " + reason);
    }

    private static long inodeOf(Path file) throws IOException {
        return (Long) Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS);
    }
}

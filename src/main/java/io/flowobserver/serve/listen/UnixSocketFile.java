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
 * The file of a unix socket, from the check that its path is free to its removal.
 *
 * <p>The socket is bound under a temporary name in the same directory, gets its mode and group there, and is then
 * renamed. So it appears with its final permissions and replaces a stale file in one step. Netty deletes the name that
 * was bound when the socket is closed; because that name is the temporary one, it cannot delete another server's socket.
 *
 * <p>For one thread at a time.
 */
final class UnixSocketFile {
    private static final AtomicInteger SERIAL = new AtomicInteger();
    private static final List<String> GROUPS = List.of("observer", "cilium");
    private static final int TYPE_MASK = 0170000;
    private static final int TYPE_SOCKET = 0140000;

    private final Path path;
    private final Path temporaryName;
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
        this.temporaryName = directory.resolve(name);
        if (!Files.isDirectory(directory)) {
            throw cannotListen("the directory " + directory + " does not exist; create it or choose another path");
        }
        if (temporaryName.toString().getBytes(StandardCharsets.UTF_8).length > ListenUrl.MAX_UNIX_PATH) {
            throw cannotListen("the path is too long for a unix socket; choose a shorter one");
        }
        checkFreeOrStale();
        Files.deleteIfExists(temporaryName);
    }

    /** The name to bind. */
    Path temporaryName() {
        return temporaryName;
    }

    /** Gives the bound socket its permissions and its final name. */
    void publish() throws IOException {
        Files.setPosixFilePermissions(temporaryName, PosixFilePermissions.fromString("rw-rw----"));
        if (Integer.valueOf(0).equals(Files.getAttribute(temporaryName, "unix:uid"))) {
            setGroup();
        }
        inode = inodeOf(temporaryName);
        // Again, because another server may have started at the same time.
        checkFreeOrStale();
        Files.move(temporaryName, path, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes the file if it is still the one that was published. */
    void remove() throws IOException {
        try {
            if (inode >= 0 && inodeOf(path) == inode) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException alreadyGone) {
            // Somebody else has removed it.
        }
        inode = -1;
    }

    private void checkFreeOrStale() throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        if ((mode & TYPE_MASK) != TYPE_SOCKET) {
            throw cannotListen("the file exists and is not a socket; remove it or choose another path");
        }
        try {
            SocketChannel.open(UnixDomainSocketAddress.of(path)).close();
        } catch (ConnectException stale) {
            // No server listens there any more. The rename in publish() replaces the file.
            return;
        }
        throw cannotListen("in use by a running server; stop it or choose another path");
    }

    private void setGroup() throws IOException {
        var lookup = path.getFileSystem().getUserPrincipalLookupService();
        var attributes = Files.getFileAttributeView(temporaryName, PosixFileAttributeView.class);
        for (String group : GROUPS) {
            try {
                attributes.setGroup(lookup.lookupPrincipalByGroupName(group));
                return;
            } catch (UserPrincipalNotFoundException absent) {
                // The next group may exist. Without any of them the socket keeps root's group.
            }
        }
    }

    private IOException cannotListen(String reason) {
        return new IOException("cannot listen on unix://" + path + ": " + reason);
    }

    private static long inodeOf(Path file) throws IOException {
        return (Long) Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS);
    }
}

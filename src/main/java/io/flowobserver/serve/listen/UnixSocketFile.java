// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.List;
import java.util.Optional;

/**
 * The file of a unix socket, from the check that its path is free to its removal.
 *
 * <p>The socket is bound in a private directory beside its final place, gets its mode and group there, and is then
 * renamed. So it appears with its final permissions and replaces a stale file in one step, and nobody else can exchange
 * the file whose mode is changed. Netty deletes the name that was bound when the socket is closed; because that name is
 * the temporary one, it cannot delete another server's socket.
 *
 * <p>For one thread at a time.
 */
final class UnixSocketFile {
    private static final List<String> GROUPS = List.of("observer", "cilium");
    private static final int TYPE_MASK = 0170000;
    private static final int TYPE_SOCKET = 0140000;

    private final Path path;
    /** The same file, but no part of its directory is a symbolic link. */
    private final Path realPath;

    private final Path temporaryName;
    private long inode = -1;

    /**
     * Checks that the path is free or holds a stale socket.
     *
     * @throws IOException with one line for the operator otherwise
     */
    UnixSocketFile(Path path) throws IOException {
        this.path = path;
        if (!Files.isDirectory(path.getParent())) {
            throw cannotListen(
                    "the directory " + path.getParent() + " does not exist; create it or choose another path");
        }
        SocketDirectory directory = SocketDirectory.of(path.getParent());
        this.realPath = directory.path().resolve(path.getFileName());
        Optional<String> refusal = directory.refusal();
        if (refusal.isPresent()) {
            throw cannotListen(refusal.get());
        }
        checkFreeOrStale();
        Path fresh = createPrivate(directory);
        // The name is random too: Netty deletes it after the directory is gone, when anybody could link the directory's
        // name to a place where a usual name means something.
        this.temporaryName = fresh.resolve(fresh.getFileName().toString().substring(1));
        if (temporaryName.toString().getBytes(StandardCharsets.UTF_8).length > ListenUrl.MAX_UNIX_PATH) {
            Files.delete(fresh);
            throw cannotListen("the path is too long for a unix socket; choose a shorter one");
        }
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
        Files.move(temporaryName, realPath, StandardCopyOption.ATOMIC_MOVE);
        Files.delete(temporaryName.getParent());
    }

    /** Removes what the constructor made, if the socket was not published. */
    void discard() throws IOException {
        Files.deleteIfExists(temporaryName);
        Files.deleteIfExists(temporaryName.getParent());
    }

    /** Removes the file if it is still the one that was published. */
    void remove() throws IOException {
        try {
            if (inode >= 0 && inodeOf(realPath) == inode) {
                Files.deleteIfExists(realPath);
            }
        } catch (NoSuchFileException alreadyGone) {
            // Somebody else has removed it.
        }
        inode = -1;
    }

    private void checkFreeOrStale() throws IOException {
        if (!Files.exists(realPath, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        int mode = (Integer) Files.getAttribute(realPath, "unix:mode", LinkOption.NOFOLLOW_LINKS);
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

    private Path createPrivate(SocketDirectory directory) throws IOException {
        try {
            return directory.createPrivate();
        } catch (AccessDeniedException denied) {
            throw cannotListen("permission denied; run as root or choose a path that this user may use");
        } catch (IOException failed) {
            throw cannotListen("no directory can be made in " + directory.path() + ": " + failed.getMessage());
        }
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

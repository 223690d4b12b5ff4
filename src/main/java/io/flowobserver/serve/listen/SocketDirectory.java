// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;

/**
 * The directory of a unix socket. Whoever may rename files in it could put a symbolic link in place of the socket while
 * the socket gets its mode and group, and so change a file of somebody else. The owner of the directory is trusted,
 * because the operator chose the directory.
 *
 * @param path without symbolic links
 */
record SocketDirectory(Path path) {
    private static final int STICKY = 01000;
    private static final int GROUP_WRITES = 0020;
    private static final int OTHERS_WRITE = 0002;
    private static final int MODE_MASK = 07777;

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    /** Short, because the whole path of a socket has at most 107 bytes. */
    private static final int NAME_LENGTH = 4;

    private static final int ATTEMPTS = 100;
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * Finds the directory itself.
     *
     * @throws IOException if a part of the path does not exist or may not be entered
     */
    static SocketDirectory of(Path directory) throws IOException {
        return new SocketDirectory(directory.toRealPath());
    }

    /**
     * Looks for somebody else who may rename files in this directory, or this directory itself.
     *
     * @return the reason why no socket may be made here, for the operator
     */
    Optional<String> refusal() throws IOException {
        for (Path at = path; at != null; at = at.getParent()) {
            int mode = (Integer) Files.getAttribute(at, "unix:mode") & MODE_MASK;
            if ((mode & STICKY) == 0 && othersMayWrite(at, mode)) {
                return Optional.of("others may write in the directory " + at + " (mode " + Integer.toOctalString(mode)
                        + ") and could replace the socket; take that right away (chmod go-w " + at
                        + "), set the sticky bit (chmod +t " + at + ") or choose another path");
            }
        }
        return Optional.empty();
    }

    /**
     * Makes a directory in this one that only this user may enter, with a name that did not exist and cannot be
     * guessed.
     *
     * @throws IOException if that is impossible
     */
    Path createPrivate() throws IOException {
        for (int attempt = 1; ; attempt++) {
            Path fresh = path.resolve("." + randomName());
            try {
                return Files.createDirectory(fresh, OWNER_ONLY);
            } catch (FileAlreadyExistsException taken) {
                if (attempt == ATTEMPTS) {
                    throw taken;
                }
            }
        }
    }

    /** A group of users often is the user's own, so it counts for root only: root's mistakes are everybody's. */
    private static boolean othersMayWrite(Path directory, int mode) throws IOException {
        return (mode & OTHERS_WRITE) != 0
                || ((mode & GROUP_WRITES) != 0
                        && !isZero(directory, "unix:gid")
                        && isZero(Path.of("/proc/self"), "unix:uid"));
    }

    private static boolean isZero(Path file, String attribute) throws IOException {
        return Integer.valueOf(0).equals(Files.getAttribute(file, attribute));
    }

    private static String randomName() {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < NAME_LENGTH; i++) {
            name.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return name.toString();
    }
}

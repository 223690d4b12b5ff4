// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Tells whether a file has changed. */
final class FileVersion {
    private static final long MAX_COMPARED_BYTES = 1 << 20;

    private FileVersion() {}

    /**
     * Returns a text that is different after the file at this path has changed, or after the reason why it cannot be
     * read has. A small file is compared by its content: that costs little, it is right whatever a file system does with
     * inodes and times ({@code cp -p} and {@code rsync} keep times), and a file that was only touched has not changed.
     * Reading 256 MiB each second would cost too much, so a large file is compared by inode, time and size: who replaces
     * it gives it another inode, and who writes to it another time. A change of its mode changes none of these, so
     * whether it can be read is part of the text too.
     */
    static String of(Path path) {
        try {
            BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
            return file.isRegularFile() && file.size() <= MAX_COMPARED_BYTES
                    ? digest(path)
                    : file.fileKey() + " " + file.lastModifiedTime() + " " + file.size() + Files.isReadable(path);
        } catch (IOException | GeneralSecurityException e) {
            return e.toString();
        }
    }

    private static String digest(Path path) throws IOException, GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = new DigestInputStream(Files.newInputStream(path), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}

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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file at the end of all symbolic links, as one look finds it. Two looks return the same if the file has not changed.
 *
 * <p>A small file is compared by its content: that costs little, it is right on every file system, whatever inodes and
 * times do there ({@code cp -p} and {@code rsync} keep times), and a file that was only touched has not changed. To read
 * 256 MiB each second would cost too much, so a large file is compared by inode, time of modification in nanoseconds
 * and size: it is either replaced, which gives another inode, or written for long enough to get another time.
 */
record FileVersion(String text) {
    static FileVersion of(Path path) {
        try {
            BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
            return new FileVersion(
                    file.isRegularFile() && file.size() <= SmallFile.MAX_BYTES
                            ? digest(path)
                            // Readable or not, because a change of the mode is no modification.
                            : file.fileKey() + " " + file.lastModifiedTime() + " " + file.size() + " "
                                    + Files.isReadable(path));
        } catch (IOException e) {
            return new FileVersion(e.toString());
        }
    }

    private static String digest(Path path) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(path), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}

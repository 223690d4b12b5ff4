// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon.demo;

import io.flowobserver.daemon.StartException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A private directory with the inventory, and possibly a socket. */
final class DemoFiles implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DemoFiles.class);
    private static final String INVENTORY = "inventory.json";
    private static final String SOCKET = "hubble.sock";
    /** The only files that are removed from such a directory. */
    private static final List<String> CONTENT = List.of(INVENTORY, SOCKET);

    private final Path directory;

    private DemoFiles(Path directory) {
        this.directory = directory;
    }

    static DemoFiles create(ProcessIdentity owner) throws StartException {
        removeLeftovers();
        Path directory = place().resolve(owner.name());
        try {
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            DemoFiles files = new DemoFiles(directory);
            try (InputStream inventory = resource(INVENTORY)) {
                Files.copy(inventory, files.inventory());
            }
            return files;
        } catch (IOException e) {
            throw new StartException("the demo's directory " + directory + " cannot be created: " + e, e);
        }
    }

    /** Opens a resource of this build. */
    static InputStream resource(String name) throws IOException {
        InputStream resource = DemoFiles.class.getResourceAsStream("/demo/" + name);
        if (resource == null) {
            throw new IOException("this build has no demo/" + name);
        }
        return resource;
    }

    Path inventory() {
        return directory.resolve(INVENTORY);
    }

    Path socket() {
        return directory.resolve(SOCKET);
    }

    @Override
    public void close() {
        remove(directory);
    }

    private static void removeLeftovers() {
        for (String name : DemoNode.names(place())) {
            if (ProcessIdentity.of(name).filter(owner -> !owner.isAlive()).isPresent()) {
                remove(place().resolve(name));
            }
        }
    }

    private static void remove(Path directory) {
        try {
            // Any user can create directories there, so only follow a directory of this user.
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS) || !isOwn(directory)) {
                return;
            }
            for (String name : CONTENT) {
                Files.deleteIfExists(directory.resolve(name));
            }
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            log.warn("{} is left: {}", directory, e.toString());
        }
    }

    private static boolean isOwn(Path directory) throws IOException {
        Object self = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        return Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                .equals(self);
    }

    private static Path place() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }
}

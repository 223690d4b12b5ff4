// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A CA that is made for a test, by the openssl command.
 *
 * @param certificate its own, in PEM
 */
public record TestAuthority(Path directory, Path certificate, Path key) {
    /** A certificate and its key. */
    public record Issued(Path certificate, Path key) {}

    /** Makes a CA in a directory that exists. */
    public static TestAuthority create(Path directory, String name) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "openssl is missing");
        Path certificate = directory.resolve(name + "-ca.pem");
        Path key = directory.resolve(name + "-ca-key.pem");
        openssl(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 100 -subj /CN=" + name,
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString());
        return new TestAuthority(directory, certificate, key);
    }

    /**
     * Makes a certificate and signs it.
     *
     * @param days until it expires; negative if it has already
     * @param names the names in it, such as {@code DNS:localhost}
     */
    public Issued issue(String name, int days, String names) throws Exception {
        Path request = directory.resolve(name + ".csr");
        Path issued = directory.resolve(name + ".pem");
        Path itsKey = directory.resolve(name + "-key.pem");
        openssl(
                "req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=" + name,
                "-keyout",
                itsKey.toString(),
                "-out",
                request.toString());
        Path extensions = Files.writeString(directory.resolve(name + ".ext"), "subjectAltName=" + names + "\n");
        openssl(
                "x509 -req -days " + days + " -set_serial " + System.nanoTime(),
                "-in",
                request.toString(),
                "-CA",
                certificate.toString(),
                "-CAkey",
                key.toString(),
                "-extfile",
                extensions.toString(),
                "-out",
                issued.toString());
        return new Issued(issued, itsKey);
    }

    /** Runs openssl with words and with arguments that may hold spaces. */
    public static void openssl(String words, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(words.split(" ")));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", command, output).isZero();
    }
}

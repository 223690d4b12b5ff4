// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.fuzz;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The checks of {@code make fuzz} on what it found once, on all vectors, and on damaged ones. */
class FuzzRegressionTest {
    private static final int DAMAGED = 500;
    private static final long SEED = 7;

    /** An input found by fuzzing lies in src/test/resources/fuzz, in the directory of its target. */
    @ParameterizedTest
    @MethodSource("found")
    void trial_inputFoundOnce_holds(Path input) throws Exception {
        FuzzTarget target = FuzzTarget.of(input.getParent().getFileName().toString());
        run(target, target.trial(), Files.readAllBytes(input), input.toString());
    }

    @ParameterizedTest
    @EnumSource
    void trial_vectorsGoodAndDamaged_holds(FuzzTarget target) throws Exception {
        List<byte[]> seeds = target.seeds();
        FuzzCheck trial = target.trial();
        for (byte[] input : seeds) {
            run(target, trial, input, "a vector");
        }
        Mutations mutations = new Mutations(SEED, seeds);
        for (int i = 0; i < DAMAGED; i++) {
            run(target, trial, mutations.next(), "damaged vector " + i);
        }
    }

    private static void run(FuzzTarget target, FuzzCheck trial, byte[] input, String name) throws Exception {
        try {
            trial.run(target.shaped(input));
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(target.label() + ", " + name + ": " + e.getMessage(), e);
        }
    }

    static List<Path> found() throws Exception {
        try (Stream<Path> files = Files.walk(directory())) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static Path directory() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(FuzzRegressionTest.class.getResource("/fuzz"))
                .toURI());
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.config;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The release of Cilium whose rules apply where releases contradict each other. */
public enum CiliumCompat {
    /** Releases before 1.19. */
    OLD("old"),
    V1_19("1.19"),
    V1_20("1.20"),
    V1_21("1.21");

    private final String label;

    CiliumCompat(String label) {
        this.label = label;
    }

    /** Returns the value of the flag that stands for this. */
    public String label() {
        return label;
    }

    /**
     * Returns what a value of {@code --cilium-compat} stands for.
     *
     * @throws ConfigException with a one-line message for the operator
     */
    public static CiliumCompat parse(String label) {
        return Arrays.stream(values())
                .filter(known -> known.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new ConfigException("--cilium-compat: \"" + label
                        + "\" is not a release whose rules are known; give "
                        + Arrays.stream(values()).map(CiliumCompat::label).collect(Collectors.joining(", "))));
    }
}

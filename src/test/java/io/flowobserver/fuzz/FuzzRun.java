// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.fuzz;

import java.io.IOException;

/** Everything that handles one kind of input from outside. Used once for each input, in three steps. */
interface FuzzRun {
    /** Gets the input ready. */
    void prepare(EmbeddedInput input) throws IOException;

    /** Handles the input. Nothing may be thrown. */
    void take();

    /** The result. Equal for equal inputs, whatever lay around them and whatever came before. */
    Object outcome();
}

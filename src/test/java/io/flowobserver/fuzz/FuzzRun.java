// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.fuzz;

import java.io.IOException;

/** A way that bytes from outside take, with whatever stands along it. Walked once for each input, in three steps. */
interface FuzzRun {
    /** Gets the input ready, at no one's expense. */
    void prepare(EmbeddedInput input) throws IOException;

    /** Takes the input down the road; nothing may be thrown, and what is allocated meanwhile is measured. */
    void take();

    /** What came of it: equal for equal inputs, whatever lay around them and whatever was on the road before. */
    Object outcome();

    /** How many bytes {@link #take} was allowed to allocate. */
    long allowedBytes();
}

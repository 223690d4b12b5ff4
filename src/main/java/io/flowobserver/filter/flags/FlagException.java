// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.flags;

import io.flowobserver.flow.text.NearestName;
import java.util.List;

/** Thrown for a flag or value that the user can correct. The message is one line. */
public final class FlagException extends RuntimeException {
    public FlagException(String message) {
        super(message, null, false, false);
    }

    /** Creates the exception for a word that is none of those that are known. */
    static FlagException unknown(String what, String word, List<String> known) {
        return new FlagException(what + NearestName.choice(word, known));
    }
}

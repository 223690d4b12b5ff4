// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.capture;

import io.flowobserver.source.SourceException;
import org.jspecify.annotations.Nullable;

/**
 * A file is not a capture, or is damaged or truncated. The message names the file, the offset in it, and the remedy.
 */
public final class CaptureException extends SourceException {
    private static final long serialVersionUID = 1;

    CaptureException(String message) {
        super(message);
    }

    CaptureException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

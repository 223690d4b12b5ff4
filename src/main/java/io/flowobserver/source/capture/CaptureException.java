// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.capture;

import io.flowobserver.source.SourceException;
import org.jspecify.annotations.Nullable;

/** A file is no capture, or not all of it; the message names the file, the place in it and the remedy. */
public final class CaptureException extends SourceException {
    private static final long serialVersionUID = 1;

    CaptureException(String message) {
        super(message);
    }

    CaptureException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.config;

import java.io.IOException;

/** How to reach or to log in to the API server is not known. The message is one line that names input and remedy. */
public final class AccessException extends IOException {
    AccessException(String message) {
        super(message);
    }

    AccessException(String message, Throwable cause) {
        super(message, cause);
    }
}

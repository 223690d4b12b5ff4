// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import io.grpc.Status;

/** Thrown for an invalid request, with the status that ends the call. */
public final class InvalidRequest extends Exception {
    private final transient Status status;

    public InvalidRequest(Status status) {
        super(status.getDescription(), null, false, false);
        this.status = status;
    }

    public Status status() {
        return status;
    }
}

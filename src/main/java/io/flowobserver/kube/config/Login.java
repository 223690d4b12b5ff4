// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.config;

import java.io.IOException;

/** Knows what to show to the server. Any thread. */
public interface Login {
    /**
     * What to show with a request that is sent now. May read files and wait for a program.
     *
     * @throws IOException with one line for the operator if there is nothing to show
     */
    Credential credential() throws IOException;

    /**
     * Takes note that the server did not know whom a credential shows.
     *
     * @return whether another one may be had at once
     */
    boolean rejected(Credential used);
}

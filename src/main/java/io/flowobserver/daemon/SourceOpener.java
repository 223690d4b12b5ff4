// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.source.EventSource;

/** Opens the source of a daemon. The daemon calls this once, after everything that the events need has started. */
public interface SourceOpener {
    /**
     * Opens the source.
     *
     * @param context its inventory already has a snapshot
     * @param report gets a few lines about the source
     * @throws StartException with a one-line message for the operator; then nothing is left open
     */
    EventSource open(SourceContext context, StartupBanner report) throws StartException;
}

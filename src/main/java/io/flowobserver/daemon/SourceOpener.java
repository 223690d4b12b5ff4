// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.source.EventSource;

/** Opens a daemon's source when everything that its events need is there, and again after it has failed. */
public interface SourceOpener {
    /**
     * @param report gets a few lines on the source
     * @throws StartException with one line for the operator; nothing is left open then
     */
    EventSource open(SourceContext context, StartupBanner report) throws StartException;
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.config.SourceConfig;
import io.flowobserver.daemon.report.StartupBanner;
import io.flowobserver.source.EventSource;

/**
 * Opens a source of a daemon. The daemon calls this after everything that the events need has started, and again after
 * a live source has failed.
 */
public interface SourceOpener {
    /**
     * Opens a source.
     *
     * @param source what is configured
     * @param context its inventory already has a snapshot
     * @param report gets a few lines about the source
     * @throws StartException with a one-line message for the operator; then nothing is left open
     */
    EventSource open(SourceConfig source, SourceContext context, StartupBanner report) throws StartException;
}

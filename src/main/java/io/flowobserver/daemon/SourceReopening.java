// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.config.SourceConfig;
import io.flowobserver.daemon.report.StartupBanner;
import io.flowobserver.pipeline.SourceOpening;
import io.flowobserver.source.EventSource;
import io.flowobserver.source.SourceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a source, at the start of the daemon and after each failure. What the source says of itself is part of the
 * daemon's report at the start, and a report of its own later.
 */
final class SourceReopening implements SourceOpening.Opener {
    private static final Logger log = LoggerFactory.getLogger(SourceReopening.class);

    private final SourceOpener opener;
    private final SourceConfig config;
    private final SourceContext context;
    private final StartupBanner startReport;
    private boolean opened;

    SourceReopening(SourceOpener opener, SourceConfig config, SourceContext context, StartupBanner startReport) {
        this.opener = opener;
        this.config = config;
        this.context = context;
        this.startReport = startReport;
    }

    /** Only one attempt at a time is made, on any thread. */
    @Override
    public synchronized EventSource open() throws SourceException {
        try {
            if (!opened) {
                opened = true;
                return opener.open(config, context, startReport);
            }
            StartupBanner report = new StartupBanner("source opened again");
            EventSource source = opener.open(config, context, report);
            log.info("{}", report);
            return source;
        } catch (StartException e) {
            throw new SourceException(String.valueOf(e.getMessage()), e);
        }
    }
}

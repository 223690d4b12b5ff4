// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.source.EventSink;
import io.flowobserver.source.EventSource;
import io.flowobserver.source.SourceException;
import io.flowobserver.source.bpf.BpfSource;

/** The kernel's events, together with the thread that attaches the programs to the selected devices. */
record HostSource(BpfSource source, Interfaces interfaces) implements EventSource {
    @Override
    public int poll(EventSink sink, int timeoutMillis) throws SourceException {
        return source.poll(sink, timeoutMillis);
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public void close() {
        interfaces.close();
        source.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import io.flowobserver.flow.FlowEncoder;
import io.netty.channel.EventLoop;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The stream loops of all event loops that have had a stream. Thread-safe. */
public final class StreamLoops {
    private final FlowEncoder encoder;
    private final StreamCounts streams;
    private final ConcurrentHashMap<EventLoop, StreamLoop> byEventLoop = new ConcurrentHashMap<>();
    private final CopyOnWriteArrayList<StreamLoop> all = new CopyOnWriteArrayList<>();

    public StreamLoops(FlowEncoder encoder, StreamCounts streams) {
        this.encoder = encoder;
        this.streams = streams;
    }

    public StreamCounts streams() {
        return streams;
    }

    /** Returns the stream loop of an event loop, and creates it at the first call. */
    public StreamLoop of(EventLoop eventLoop) {
        return byEventLoop.computeIfAbsent(eventLoop, absent -> {
            StreamLoop created = new StreamLoop(absent, new ResponseMessage(encoder));
            all.add(created);
            return created;
        });
    }

    /** Resumes the waiting streams of all event loops. The ingest thread calls this after each batch. */
    public void wake() {
        for (StreamLoop loop : all) {
            loop.wake();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.names;

import io.flowobserver.enrich.inventory.Inventory;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.ring.FlowRing;
import io.flowobserver.ring.RingReader;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds names among those of the inventory and of the newest flows in the ring. A search takes a bounded time, but too
 * long for an event loop. Any thread.
 */
public final class NameFinder {
    private static final int MOST_FLOWS = 65_536;
    private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private final FlowRing ring;
    private volatile @Nullable Inventory inventory;

    public NameFinder(FlowRing ring) {
        this.ring = ring;
    }

    /**
     * What a search has found.
     *
     * @param matches one for each name, in their order
     * @param flows how many flows were looked through
     * @param incomplete whether the time was over before everything was looked through
     */
    public record Result(List<Match> matches, long flows, boolean incomplete) {}

    /**
     * What was found of one name.
     *
     * @param known whether something that is known matches
     * @param nearest known names that are like it, the nearest first; none if it is known
     */
    public record Match(boolean known, List<String> nearest) {}

    /** Sets where names are known from besides the flows. Its first snapshot is published. */
    public void inventory(Inventory names) {
        inventory = names;
    }

    /** Looks for names. */
    public Result find(List<SoughtName> sought) {
        TimeLimit limit = new TimeLimit(MOST_NANOS);
        KnownNames known = new KnownNames();
        Inventory names = inventory;
        if (names != null) {
            known.add(names.snapshot(), limit);
        }
        long flows = addFlows(known, limit);
        List<Match> matches =
                sought.stream().map(name -> match(name, known, limit)).toList();
        return new Result(matches, flows, limit.isOver());
    }

    private static Match match(SoughtName name, KnownNames known, TimeLimit limit) {
        if (name.isAmong(known)) {
            return new Match(true, List.of());
        }
        NearestNames nearest = new NearestNames(limit);
        name.compare(known, nearest);
        return new Match(false, nearest.list());
    }

    private long addFlows(KnownNames known, TimeLimit limit) {
        RingReader reader = ring.reader();
        FlowView flow = new FlowView();
        long end = ring.written();
        reader.seek(Math.max(reader.position(), end - MOST_FLOWS));
        long flows = 0;
        while (reader.position() < end && !limit.isOver()) {
            RingReader.Result result = reader.read(flow);
            if (result == RingReader.Result.OK) {
                known.add(flow);
                flows++;
            } else if (result == RingReader.Result.EMPTY) {
                break;
            }
        }
        return flows;
    }
}

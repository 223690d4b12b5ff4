// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.series;

import java.util.BitSet;

/** How the cells of a family are found by what distinguishes them. */
interface SeriesIndex {
    /** Forgets the ways to some cells. */
    void remove(BitSet cells);
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.series;

import java.util.BitSet;

/** An index from label values to the cells of a family. */
interface SeriesIndex {
    /** Removes the entries of these cells. */
    void remove(BitSet cells);
}

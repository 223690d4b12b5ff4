// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.enrich.Rows;
import io.flowobserver.enrich.VectorInventory;
import java.io.StringReader;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class InventoryReaderProperties {
    private final String world = VectorInventory.text();

    /** Some stretch of a good document is replaced: it is read, or refused in one line. */
    @Property(tries = 3000)
    void read_damagedDocument_isReadOrRefusedInOneLine(
            @ForAll @IntRange(max = 29_000) int from,
            @ForAll @IntRange(max = 40) int length,
            @ForAll @StringLength(max = 6) String instead) {
        String damaged = world.substring(0, from) + instead + world.substring(from + length);
        try {
            assertThat(InventoryFile.read("x", new StringReader(damaged), facts -> Rows.NODE))
                    .isNotNull();
        } catch (InventoryException e) {
            assertThat(e.getMessage()).startsWith("inventory x: ").doesNotContain("\n", "Exception");
        }
    }
}

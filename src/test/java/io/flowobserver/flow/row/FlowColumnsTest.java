// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FlowColumnsTest {
    private final FlowColumns columns = new FlowColumns();

    @Test
    void put_eachWidthAtEachPlace_leavesTheNeighboursAlone() {
        for (int column = 0; column < FlowLayout.ROW_SIZE; column += Long.BYTES) {
            columns.put64(column, -1);
            for (int at = column; at < column + Long.BYTES; at++) {
                columns.put8(at, 0x100 + at);
            }
            for (int at = column; at < column + Long.BYTES; at++) {
                assertThat(columns.u8(at)).isEqualTo(at & 0xFF);
            }
            columns.put16(column + 2, 0x1_ABCD);
            columns.put32(column + 4, 0x89AB_CDEF);
            assertThat(columns.u16(column + 2)).isEqualTo(0xABCD);
            assertThat(columns.i32(column + 4)).isEqualTo(0x89AB_CDEF);
            assertThat(columns.i64(column)).isEqualTo(0x89AB_CDEF_ABCD_0000L | (column + 1) << 8 | column);
        }
    }

    @Test
    void move_columns_areThereAndNoLongerHere() {
        columns.put32(FlowLayout.L4, 1);
        columns.put32(FlowLayout.L4 + 4, -2);
        columns.put32(FlowLayout.L4 + 8, 3);
        columns.move(FlowLayout.L4, FlowLayout.TUNNEL_L4, 8);
        assertThat(columns.i32(FlowLayout.TUNNEL_L4)).isEqualTo(1);
        assertThat(columns.i32(FlowLayout.TUNNEL_L4 + 4)).isEqualTo(-2);
        assertThat(columns.i32(FlowLayout.TUNNEL_L4 + 8)).isZero();
        assertThat(columns.i64(FlowLayout.L4 & -8)).isZero();
        assertThat(columns.i32(FlowLayout.L4 + 8)).isEqualTo(3);
    }

    @Test
    void clear_afterATunnel_leavesNothing() {
        Arrays.fill(columns.words, -1);
        columns.references[FlowLayout.NODE_REFERENCE] = "node";
        columns.clear();
        assertThat(columns.words).containsOnly(0);
        assertThat(columns.references).containsOnlyNulls();
    }
}

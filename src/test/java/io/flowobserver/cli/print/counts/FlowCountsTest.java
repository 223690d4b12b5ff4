// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print.counts;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.StringValue;
import io.flowobserver.cli.print.CountedFlows;
import io.flowobserver.flow.text.Times;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.proto.observer.GetFlowsResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlowCountsTest {
    @Test
    void of_counts_readsThem() {
        FlowCounts counts = of(CountedFlows.packet());
        assertThat(counts.isKnown()).isTrue();
        assertThat(counts.isTracked()).isTrue();
        assertThat(counts.isInNodeSums()).isTrue();
        assertThat(counts.isSwept()).isFalse();
        assertThat(List.of(counts.packets(), counts.bytes())).containsExactly(12L, 3412L);
        assertThat(of(CountedFlows.swept()).isSwept()).isTrue();
        assertThat(of(CountedFlows.swept()).isInNodeSums()).isFalse();
    }

    @Test
    void of_extensionsOfAnother_areNoCounts() {
        for (Any extensions :
                List.of(Any.getDefaultInstance(), Any.pack(StringValue.of("x")), CountedFlows.damaged())) {
            assertShowsNothing(of(CountedFlows.with("", extensions)));
        }
        assertShowsNothing(FlowCounts.of(Flow.getDefaultInstance()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"packets\": 1}",
                "{\"packets\": \"1\", \"bytes\": \"2\"}",
                "{\"packets\": {}, \"bytes\": []}",
                "{\"told_by\": \"sweep\", \"first_seen\": \"x\"}"
            })
    void of_structOfAnother_isNoCounts(String struct) {
        assertThat(of(CountedFlows.counted("", struct)).isKnown()).isFalse();
    }

    @Test
    void numbers_impossibleOnes_areBounded() {
        FlowCounts counts = of(CountedFlows.counted("", "{\"packets\": -3, \"bytes\": 1e300}"));
        assertThat(counts.packets()).isZero();
        assertThat(counts.bytes()).isEqualTo(Long.MAX_VALUE);
    }

    /** Nobody's text forges a line. */
    @Test
    void appendLines_strangeTexts_areOneLineEach() {
        StringBuilder out = new StringBuilder();
        CountsText.appendLines(
                out,
                of(CountedFlows.counted(
                        "",
                        "{\"packets\": 1, \"bytes\": 2, \"first_seen\": 1e300, \"closed\": \"\\u001b[2J\","
                                + " \"told_by\": \"x\\ny\"}")),
                new Times());
        assertThat(out.toString()).doesNotContain("\u001b").hasLineCount(6);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.0 kB",
        "3412, 3.4 kB",
        "3450, 3.5 kB",
        "999949, 999.9 kB",
        "999950, 1.0 MB",
        "1234567890, 1.2 GB",
        "9223372036854775807, 9.2 EB"
    })
    void size_ofBytes_isShortAndRounded(long bytes, String text) {
        StringBuilder out = new StringBuilder();
        SizeText.append(out, bytes);
        assertThat(out).hasToString(text);
    }

    private static void assertShowsNothing(FlowCounts counts) {
        StringBuilder out = new StringBuilder();
        CountsText.appendSuffix(out, counts);
        CountsText.appendPackets(out, counts);
        CountsText.appendBytes(out, counts);
        CountsText.appendLines(out, counts, new Times());
        assertThat(out).isEmpty();
    }

    private static FlowCounts of(GetFlowsResponse response) {
        return FlowCounts.of(response.getFlow());
    }
}

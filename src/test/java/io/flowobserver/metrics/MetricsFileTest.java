// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowobserver.file.FileWatcher;
import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.flow.entity.PodName;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.flow.row.Verdicts;
import io.flowobserver.metrics.expose.PromText;
import io.flowobserver.metrics.request.MetricSpec;
import io.flowobserver.metrics.request.MetricsDocument;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Metrics that a file says, and what changes of it do to them. */
class MetricsFileTest {
    private static final Endpoint WEB = new Endpoint(new PodName("shop", "web"), "", List.of(), List.of());

    @TempDir
    private Path directory;

    private final FlowMetrics metrics = new FlowMetrics(100);
    private final FileWatcher watcher = new FileWatcher(Thread::new);
    private final FlowWriter row = new FlowWriter();

    @Test
    void look_fileChanges_keepsWhatIsAsBefore() throws Exception {
        MetricsFile file = start();
        assertThat(metrics.described()).isEmpty();
        write("metrics: [{name: drop}, {name: flow, contextOptions: [{name: sourceContext, values: [pod]}]}]");
        look();
        drop();
        write(
                """
                # the same metrics, one for nobody's flows only, and one more
                METRICS:
                - name: flow
                  surprise: {}
                  contextOptions:
                  - name: sourceContext
                    values: [pod]
                  excludeFilters:
                  - source_pod: ["shop/"]
                - name: drop
                - name: tcp
                """);
        look();
        drop();
        look();
        assertThat(metrics.described()).containsExactly("flow (source=pod)", "drop", "tcp");
        assertThat(counts()).containsEntry("hubble_flows_processed_total", 1.0).hasSize(2);
        assertThat(counts()).containsEntry("hubble_drop_total", 2.0);
        assertThat(file.reloads()).isEqualTo(2);
        assertThat(file.failures()).isEqualTo(1);
    }

    @Test
    void look_otherOptionsOfAMetric_startItAnewWithTheirLabels() throws Exception {
        write("metrics: [{name: drop}, {name: flow}]");
        start();
        drop();
        write("metrics: [{name: drop, contextOptions: [{name: sourceContext, values: [pod]}]}, {name: flow}]");
        look();
        drop();
        List<String> lines = PromText.lines(metrics);
        assertThat(lines)
                .contains(
                        "hubble_drop_total{protocol=\"Unknown flow\",reason=\"DROP_REASON_UNKNOWN\",source=\"shop/web\"}"
                                + " 1.0");
        assertThat(counts()).containsEntry("hubble_flows_processed_total", 2.0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '%',
            quoteCharacter = '`',
            textBlock =
                    """
                    metrics: [{name: tcp}, {name: ''}] % missing metric name at: 1
                    metrics: [~] % missing metric name at: 0
                    metrics: [{name: tcp}, {name: tcp}] % duplicate metric specified: tcp
                    metrics: [{name: tcp, contextOptions: [{name: a, values: pod}]}] % values has to be a list
                    metrics: [{name: tcp, includeFilters: [{colour: [red]}]}] % includeFilters: Cannot find field: colour in message flow.FlowFilter
                    metrics: [{name: tcp, includeFilters: {}}] % includeFilters has to be a list
                    metrics: 7 % metrics has to be a list
                    metrics: [tcp] % a metric has to be a map of keys and values
                    metrics: [ % line 1: is not YAML: expected the node content, but found '<stream end>'
                    [1] % the file has to be a map of keys and values
                    {a: 1, a: 2} % line 1: key "a" is there twice
                    a: &x [*x] % is nested too deeply or too large
                    """)
    void parse_wrongDocument_saysWhy(String text, String message) {
        assertThatThrownBy(() -> MetricsDocument.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void look_wrongDocument_leavesEverything() throws Exception {
        write("metrics: [{name: drop}]");
        MetricsFile file = start();
        drop();
        write("metrics: [{name: tcp}, {name: tcp}]");
        look();
        Files.delete(directory.resolve("metrics.yaml"));
        look();
        Files.write(directory.resolve("metrics.yaml"), new byte[] {'a', ':', ' ', (byte) 0xFF});
        look();
        drop();
        assertThat(counts()).isEqualTo(Map.of("hubble_drop_total", 2.0));
        assertThat(file.failures()).isEqualTo(3);
        write("");
        look();
        assertThat(metrics.described()).isEmpty();
        assertThat(PromText.lines(metrics)).isEmpty();
    }

    @Test
    void configure_metricsThatCannotBe_areLeftOutOrStay() {
        assertThat(configure("[{name: nope}, {name: tcp}, {name: http}, {name: httpV2}]"))
                .containsExactly(
                        "metric \"nope\" does not exist; it is left out",
                        "metric http conflicts with metric httpV2; choose one of them; it is left out",
                        "metric httpV2 conflicts with metric http; choose one of them; it is left out");
        assertThat(configure("[{name: tcp, contextOptions: [{name: sourceContext, values: [bogus]}]},"
                        + " {name: drop, includeFilters: [{source_ip: [x]}]}]"))
                .hasSize(2)
                .contains("unable to initialize metric 'tcp': unknown context 'bogus'; it stays as it was");
        assertThat(metrics.described()).containsExactly("tcp");
    }

    @Test
    void parse_valuesThatAreNoTexts_becomeTexts() {
        MetricSpec spec = MetricsDocument.parse(
                        "{metrics: [{name: http, contextOptions: [{name: Exemplars, values: [true, 1, 0x1F, 1.50, no]}]}]}")
                .get(0)
                .spec();
        assertThat(spec.values("exemplars")).containsExactly("true", "1", "0x1F", "1.50", "no");
        assertThat(spec.isTrue("exemplars")).isTrue();
    }

    private List<String> configure(String list) {
        return metrics.configure(MetricsDocument.parse("metrics: " + list));
    }

    private void write(String text) throws Exception {
        Files.writeString(directory.resolve("metrics.yaml"), text);
    }

    private MetricsFile start() {
        MetricsFile file = new MetricsFile(directory.resolve("metrics.yaml"), metrics);
        file.start(watcher);
        return file;
    }

    /** Often enough to take up a change. */
    private void look() {
        watcher.look();
        watcher.look();
    }

    private void drop() {
        row.clear();
        row.addFlags(FlowFlags.SOURCE);
        row.verdict(Verdicts.DROPPED);
        row.source(WEB);
        metrics.flow(row.view());
    }

    /** Sums by family. */
    private Map<String, Double> counts() {
        Map<String, Double> counts = new TreeMap<>();
        PromText.samples(PromText.lines(metrics)).forEach((line, value) -> {
            if (!line.startsWith("#")) {
                counts.merge(line.substring(0, line.indexOf('{')), value, Double::sum);
            }
        });
        return counts;
    }
}

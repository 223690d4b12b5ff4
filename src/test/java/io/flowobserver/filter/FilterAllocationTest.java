// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.JsonFormat;
import com.sun.management.ThreadMXBean;
import io.flowobserver.filter.pattern.FilterException;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.RecordedFlows;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.proto.flow.FlowFilter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterAllocationTest {
    private static final int TESTS = 200_000;
    /** For all tests together: what the JVM itself may do meanwhile. */
    private static final long ALLOWED_BYTES = 100_000;

    /** But for those whose addresses are written in another way, which are read each time. */
    private final List<FlowView> flows = RecordedFlows.views().stream()
            .filter(flow -> flow.detail() == null || flow.detail().addresses() == null)
            .toList();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'uuid':['de7269da-7cd5-4de5-b43f-193e4756343a']}",
                "{'verdict':['DROPPED'],'drop_reason_desc':['POLICY_DENIED'],'reply':[false]}",
                "{'traffic_direction':['INGRESS'],'event_type':[{'type':4}],'ip_version':['IPv4'],'encrypted':[false]}",
                "{'source_ip':['10.0.0.0/8'],'destination_ip':['10.0.0.11']}",
                "{'source_port':['80'],'destination_port':['8080'],'protocol':['tcp','http'],'tcp_flags':[{'SYN':true}]}",
                "{'source_identity':[2],'destination_identity':[26001]}",
                "{'source_pod':['default/client'],'destination_service':['default/server']}",
                "{'source_workload':[{'name':'client'}],'interface':[{'name':'eth0'}],'node_name':['cluster-a/*']}",
                "{'source_label':['k8s:app=client'],'destination_label':['!reserved:world'],'node_labels':['x!=y']}",
                "{'source_fqdn':['*.example.com'],'source_cluster_name':['cluster-a'],'ip_trace_id':['7']}"
            })
    void test_fieldsOfTheRow_allocateNothing(String json) throws IOException, FilterException {
        // Each field by itself, or the first would keep the others from being asked.
        FlowFilter filter = parse(json);
        for (var field : filter.getAllFields().entrySet()) {
            FlowFilter one = FlowFilter.newBuilder()
                    .setField(field.getKey(), field.getValue())
                    .build();
            assertThat(allocated(one)).as(one.toString()).isLessThan(ALLOWED_BYTES);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "_flow.verdict == Verdict.DROPPED && _flow.l4.TCP.destination_port == 80u, 500",
        "_flow.source.pod_name.startsWith('client'), 500",
        "'_flow.source.labels.exists(l, l == ''reserved:world'')', 2000"
    })
    void test_expressionOverTheRow_allocatesLittle(String expression, long bytes) throws FilterException {
        FlowFilter.Builder filter = FlowFilter.newBuilder();
        filter.getExperimentalBuilder().addCelExpression(expression);
        assertThat(allocated(filter.build())).isLessThan(bytes * TESTS);
    }

    private long allocated(FlowFilter filter) throws FilterException {
        Predicate<FlowView> wanted = new Filters(new FlowUuid(1, 2)).compile(List.of(filter), List.of());
        int passed = passed(wanted);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        int passedAgain = passed(wanted);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(passedAgain).isEqualTo(passed);
        return allocated;
    }

    private int passed(Predicate<FlowView> wanted) {
        int passed = 0;
        for (int i = 0; i < TESTS; i++) {
            if (wanted.test(flows.get(i % flows.size()))) {
                passed++;
            }
        }
        return passed;
    }

    private static FlowFilter parse(String json) throws IOException {
        FlowFilter.Builder filter = FlowFilter.newBuilder();
        JsonFormat.parser().merge(json.replace('\'', '"'), filter);
        return filter.build();
    }
}

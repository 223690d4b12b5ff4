// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.filter.Filters;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.entity.Detail;
import io.flowobserver.flow.entity.HttpRecord;
import io.flowobserver.flow.entity.Layer7;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.proto.flow.FlowFilter;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpFilterTest {
    /** Codes have three digits at least; a request has code 0. The largest is unsigned. */
    @ParameterizedTest
    @CsvSource({
        "200, 2+, true",
        "204, 20+, true",
        "204, 204, true",
        "404, 40+, true",
        "414, 40+, false",
        "1, 1+, false",
        "10, 10+, false",
        "10, 1+, false",
        "1000, 1+, true",
        "1000, 100, false",
        "-1, 42+, true",
        "0, 1+, false",
    })
    void test_statusCode_isComparedAsThreeDigits(int code, String asked, boolean matches) throws Exception {
        FlowWriter row = new FlowWriter();
        HttpRecord http = new HttpRecord(code, new HttpRecord.Request("GET", "http://h/", "HTTP/1.1"), List.of());
        row.eventType(129);
        row.detail(new Detail(new Layer7(Layer7.RESPONSE, 0, http), null, new byte[0], new byte[0], null));
        FlowFilter filter = FlowFilter.newBuilder().addHttpStatusCode(asked).build();
        assertThat(new Filters(new FlowUuid())
                        .compile(List.of(filter), List.of())
                        .test(row.view()))
                .isEqualTo(matches);
    }
}

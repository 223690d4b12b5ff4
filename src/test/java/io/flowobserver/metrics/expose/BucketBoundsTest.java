// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.expose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketBoundsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '%',
            quoteCharacter = '`',
            textBlock =
                    """
                    x_bucket{le="1.0"} 3.0                   % x_bucket{le="1"} 3.0
                    x_bucket{a="b",le="10.0"} 3              % x_bucket{a="b",le="10"} 3
                    x_bucket{le="0.005"} 0 x_bucket{le="2.5"} % x_bucket{le="0.005"} 0 x_bucket{le="2.5"}
                    x_bucket{le="+Inf"} 3.0                  % x_bucket{le="+Inf"} 3.0
                    x{a="le=\\"1.0\\"} ",le="5.0"} 1         % x{a="le=\\"1.0\\"} ",le="5"} 1
                    x{role="1.0"} 1 x_bucket{le="1.00"} 1    % x{role="1.0"} 1 x_bucket{le="1.00"} 1
                    x{a=",",role="1.0"} x{le="1.0",a="b"} 1  % x{a=",",role="1.0"} x{le="1.0",a="b"} 1
                    """)
    void write_bounds_losesTheFractionThatSaysNothing(String text, String expected) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (BucketBounds bounds = new BucketBounds(out)) {
            bounds.write(text.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(expected);
    }
}

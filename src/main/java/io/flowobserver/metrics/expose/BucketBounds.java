// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.expose;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Rewrites the bounds of histogram buckets to Hubble's text format: {@code le="1"} instead of {@code le="1.0"}.
 * Prometheus before version 3 stores the label exactly as it is written, and queries that name a bound depend on it.
 * One instance writes one page.
 */
final class BucketBounds extends FilterOutputStream {
    /**
     * The text before a bound, after a brace or comma. Quotes in label values are escaped, so no label value contains
     * it.
     */
    private static final byte[] BEFORE = ",le=\"".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] FRACTION = ".0\"} ".getBytes(StandardCharsets.US_ASCII);

    /** The number of bytes of {@link #BEFORE} that were just written. */
    private int before;
    /** The number of bytes of {@link #FRACTION} that were read and not yet written. */
    private int held;

    BucketBounds(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int b) throws IOException {
        if (before == BEFORE.length) {
            writeBound(b);
            return;
        }
        if (b == '{' || b == ',') {
            before = 1;
        } else {
            before = before > 0 && b == BEFORE[before] ? before + 1 : 0;
        }
        out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            write(bytes[i]);
        }
    }

    private void writeBound(int b) throws IOException {
        if (held == 0 && b >= '0' && b <= '9') {
            out.write(b);
            return;
        }
        if (b == FRACTION[held]) {
            held++;
            if (held == FRACTION.length) {
                out.write(FRACTION, 2, FRACTION.length - 2);
                held = 0;
                before = 0;
            }
            return;
        }
        out.write(FRACTION, 0, held);
        held = 0;
        before = 0;
        write(b);
    }
}

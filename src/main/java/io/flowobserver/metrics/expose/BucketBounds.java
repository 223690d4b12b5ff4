// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.expose;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes the bounds of buckets as the reference's text format does, {@code le="1"} for {@code le="1.0"}. Before version 3
 * Prometheus takes the label as it is written, and so do queries that name a bound. For one page.
 */
final class BucketBounds extends FilterOutputStream {
    /** Behind a brace or comma; quotes inside of labels are escaped, so it is nothing else. */
    private static final byte[] BEFORE = ",le=\"".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] FRACTION = ".0\"} ".getBytes(StandardCharsets.US_ASCII);

    /** How much of what stands before a bound was just written. */
    private int before;
    /** How much of a fraction that says nothing was read and is held back. */
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

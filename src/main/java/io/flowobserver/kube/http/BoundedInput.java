// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Bytes of a server, after decompression, of which only so many are read as were allowed. Not thread-safe. */
public final class BoundedInput extends FilterInputStream {
    private long left;

    /** @param in nothing is read of it before the first call of {@link #allow} */
    public BoundedInput(InputStream in) {
        super(in);
    }

    /** Allows a number of bytes from here on; what was allowed before is forgotten. */
    public void allow(long bytes) {
        left = bytes;
    }

    @Override
    public int read() throws IOException {
        check();
        int value = super.read();
        left -= value < 0 ? 0 : 1;
        return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        check();
        int count = super.read(bytes, offset, (int) Math.min(length, left));
        left -= Math.max(count, 0);
        return count;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void check() throws IOException {
        if (left <= 0) {
            throw new IOException("the server sent an object that is larger than an object can be");
        }
    }
}

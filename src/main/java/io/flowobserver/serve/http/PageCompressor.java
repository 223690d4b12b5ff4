// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import io.netty.handler.codec.compression.StandardCompressionOptions;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContentCompressor;
import io.netty.handler.codec.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compresses pages that are worth it with gzip, for clients that prefer that (RFC 9110, 12.5.3). To compress a stream
 * would delay its lines.
 */
final class PageCompressor extends HttpContentCompressor {
    private static final int MIN_COMPRESSED_BYTES = 1 << 10;
    private static final String GZIP = "gzip";
    private static final String GZIP_ALIAS = "x-gzip";
    private static final String UNCOMPRESSED = "identity";
    private static final int UNNAMED = -1;

    PageCompressor() {
        super(MIN_COMPRESSED_BYTES, StandardCompressionOptions.gzip());
    }

    @Override
    protected @Nullable Result beginEncode(HttpResponse response, String acceptEncoding) throws Exception {
        return response instanceof FullHttpResponse && prefersGzip(acceptEncoding)
                ? super.beginEncode(response, GZIP)
                : null;
    }

    /** Returns whether the client accepts gzip and likes no compression less, or as much. */
    static boolean prefersGzip(String acceptEncoding) {
        int gzip = UNNAMED;
        int uncompressed = UNNAMED;
        int others = UNNAMED;
        for (WeightedList.Item coding : WeightedList.parse(List.of(acceptEncoding))) {
            switch (coding.value()) {
                case GZIP, GZIP_ALIAS -> gzip = Math.max(gzip, coding.weight());
                case UNCOMPRESSED -> uncompressed = Math.max(uncompressed, coding.weight());
                case "*" -> others = Math.max(others, coding.weight());
                default -> {
                    // We have no other coding.
                }
            }
        }
        int weight = gzip == UNNAMED ? others : gzip;
        return weight > 0 && weight >= uncompressed;
    }
}

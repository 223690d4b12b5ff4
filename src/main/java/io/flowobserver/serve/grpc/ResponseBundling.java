// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import io.netty.util.concurrent.FastThreadLocal;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a server's streams send their responses in bundles ({@link AnswerBundle}) or each as a message of its own.
 * Once bundling is off, it stays off. Any thread.
 */
public final class ResponseBundling {
    /** Bytes of a bundle at most. Measured: larger ones save nothing that could be told from noise. */
    static final int CAPACITY = 8192;

    private static final Logger log = LoggerFactory.getLogger(ResponseBundling.class);

    private final AtomicBoolean on = new AtomicBoolean();
    private final FastThreadLocal<AnswerBundle> bundles = new FastThreadLocal<>() {
        @Override
        protected AnswerBundle initialValue() {
            return new AnswerBundle(
                    on.get() ? CAPACITY : 0, () -> turnOff("a bundle did not get the buffer that it needs"));
        }
    };

    private ResponseBundling() {}

    /**
     * Turns bundling on if it is wanted and {@link BundleCheck} passes. If the check fails, this logs one warning.
     *
     * @param wanted {@code --grpc-response-bundling}
     */
    public static ResponseBundling of(boolean wanted) {
        return wanted ? checked(BundleCheck::run) : new ResponseBundling();
    }

    /** Bundling that is on if a check returns, and off if the check throws. */
    static ResponseBundling checked(Runnable check) {
        ResponseBundling bundling = new ResponseBundling();
        bundling.on.set(true);
        try {
            check.run();
        } catch (RuntimeException | LinkageError failure) {
            // Another gRPC than the one this was compiled with may lack what the check calls.
            bundling.turnOff(failure.toString());
        }
        return bundling;
    }

    boolean isOn() {
        return on.get();
    }

    /** The bundle that all streams of the calling event loop share. */
    AnswerBundle ofThisThread() {
        return bundles.get();
    }

    private void turnOff(String reason) {
        if (on.compareAndSet(true, false)) {
            log.warn(
                    "gRPC {} does not frame a bundle of responses as expected ({}); each response is now a message of"
                            + " its own, so streams cost more CPU; clients get the same responses",
                    grpcVersion(),
                    reason);
        }
    }

    private static String grpcVersion() {
        try {
            return BundleCheck.grpcVersion();
        } catch (LinkageError unknown) {
            return "of an unknown version";
        }
    }
}

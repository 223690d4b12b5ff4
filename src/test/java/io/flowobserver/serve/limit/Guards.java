// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.limit;

import java.time.Duration;

/** Guards of listeners that a test opens itself. */
public final class Guards {
    private Guards() {}

    public static Http2Guard noTimeout() {
        RejectedCalls rejected = new RejectedCalls();
        return new Http2Guard(new CallLimiter(), new RequestBudget(64 << 20, rejected), rejected, Duration.ZERO);
    }
}

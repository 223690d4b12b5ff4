// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import io.flowobserver.serve.client.ConnectionLimits;
import io.flowobserver.serve.client.CutReason;
import java.time.Duration;

/** The rest of the log line about a connection that was cut; the line begins with the client's name. */
final class CutMessage {
    private CutMessage() {}

    static String of(CutReason reason, ListenerContext context) {
        ConnectionLimits limits = context.limits();
        return switch (reason) {
            case REQUEST_TIMEOUT ->
                "was cut: it sent no complete request to " + context.url() + " within "
                        + seconds(limits.requestTimeout());
            case CROWDED ->
                "was cut: it sent no complete request to " + context.url() + " within "
                        + seconds(limits.crowdedRequestTimeout()) + " while over half of the " + limits.connections()
                        + " connections are taken";
            case RESPONSE_TIMEOUT ->
                "was cut: it did not read a page of " + context.url() + " within " + seconds(limits.requestTimeout());
            case DISPLACED ->
                "was cut to make room for another client: the " + limits.connections()
                        + " connections of " + context.url()
                        + " are taken, and it had waited longest without a request;"
                        + " let clients share connections, or use another listener";
            case OVER_SHARE ->
                "was cut because its client came again: it had waited longest without a request, and one"
                        + " address may have " + limits.connectionsOfAnAddress() + " connections to " + context.url();
            case OUT_OF_MEMORY -> "was cut: there was no direct memory for its bytes; raise OBSERVER_DIRECT";
        };
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + " s";
    }
}

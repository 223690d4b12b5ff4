// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.agent;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A notification of the agent about itself. Immutable. A text that is missing is empty.
 *
 * @param number the agent's number for this kind of notification: one of the constants here, or an unknown one;
 *     unsigned, 32 bits
 * @param content the structure that belongs to the number, else {@link Other}
 */
public record AgentNotice(long number, Content content) {
    public static final int STARTED = 2;
    public static final int ENDPOINT_REGENERATED = 3;
    public static final int ENDPOINT_NOT_REGENERATED = 4;
    public static final int POLICY_UPDATED = 5;
    public static final int POLICY_DELETED = 6;
    public static final int ENDPOINT_CREATED = 7;
    public static final int ENDPOINT_DELETED = 8;
    public static final int IPCACHE_UPSERTED = 9;
    public static final int IPCACHE_DELETED = 10;

    /** The structure inside a notification. */
    public sealed interface Content {}

    /**
     * The agent was started.
     *
     * @param time as the agent wrote it, usually RFC 3339
     */
    public record Start(String time) implements Content {}

    /**
     * Policy rules were added or removed.
     *
     * @param revision of the policy; unsigned
     */
    public record PolicyChange(List<String> labels, long revision, long ruleCount) implements Content {}

    /**
     * An endpoint's programs were regenerated, or the attempt failed.
     *
     * @param id of the endpoint; unsigned
     */
    public record Regeneration(long id, List<String> labels, String error) implements Content {}

    /**
     * An endpoint was created or deleted.
     *
     * @param id of the endpoint; unsigned
     */
    public record EndpointChange(long id, List<String> labels, String error, String podName, String namespace)
            implements Content {}

    /**
     * An address range has a new identity, or no longer has one.
     *
     * @param identity unsigned
     * @param oldIdentity unsigned, null if it had none
     * @param hostAddress of the node where the addresses are
     * @param encryptKey 0 to 255
     */
    public record IpcacheChange(
            String cidr,
            int identity,
            @Nullable Integer oldIdentity,
            String hostAddress,
            String oldHostAddress,
            int encryptKey,
            String namespace,
            String podName)
            implements Content {}

    /**
     * A structure that does not belong to the number, or is not one of the above.
     *
     * @param json in the form in which the agent writes it: without spaces, and with {@code <}, {@code >} and
     *     {@code &} escaped
     */
    public record Other(String json) implements Content {}
}

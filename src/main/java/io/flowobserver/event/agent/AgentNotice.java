// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.agent;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the agent reports of itself. Immutable: nobody may change the arrays, which hold valid UTF-8; a text that was
 * not given is empty.
 *
 * @param number which notification it is, as the agent numbers them: one of the constants here, or unknown; unsigned
 *     and 32 bits wide
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

    /** What a notification says. */
    public sealed interface Content {}

    /**
     * The agent was started.
     *
     * @param time as the agent wrote it, RFC 3339 if all is well
     */
    public record Start(byte[] time) implements Content {}

    /**
     * Policy rules came or went.
     *
     * @param revision of the policy; unsigned
     */
    public record PolicyChange(List<byte[]> labels, long revision, long ruleCount) implements Content {}

    /**
     * An endpoint's programs were made anew, or could not be.
     *
     * @param id of the endpoint; unsigned
     */
    public record Regeneration(long id, List<byte[]> labels, byte[] error) implements Content {}

    /**
     * An endpoint came or went.
     *
     * @param id of the endpoint; unsigned
     */
    public record EndpointChange(long id, List<byte[]> labels, byte[] error, byte[] podName, byte[] namespace)
            implements Content {}

    /**
     * An address range has another identity, or none any more.
     *
     * @param identity unsigned
     * @param oldIdentity unsigned, null if it had none
     * @param hostAddress of the node where the addresses are
     * @param encryptKey 0 to 255
     */
    public record IpcacheChange(
            byte[] cidr,
            int identity,
            @Nullable Integer oldIdentity,
            byte[] hostAddress,
            byte[] oldHostAddress,
            int encryptKey,
            byte[] namespace,
            byte[] podName)
            implements Content {}

    /**
     * A structure that does not belong to the number, or is none of the above.
     *
     * @param json in the form in which the agent writes it: without spaces, and with {@code <}, {@code >} and
     *     {@code &} escaped
     */
    public record Other(byte[] json) implements Content {}
}

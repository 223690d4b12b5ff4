// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.agent;

import io.flowobserver.event.agent.AgentNotice.Content;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the structure inside of an agent's notification. A field has the same meaning in whichever structure it is;
 * those that are not known are passed over, those that are null or missing are empty.
 */
final class AgentContentReader {
    /** Kinds of structures. */
    static final String START = "time";

    static final String POLICY = "policy_update";
    static final String REGENERATION = "endpoint_regenerate";
    static final String ENDPOINT = "endpoint_update";
    static final String IPCACHE = "ipcache";

    private static final int MAX_UNSIGNED_BYTE = 0xFF;
    private static final long MAX_UNSIGNED_INT = 0xFFFF_FFFFL;
    private static final long MAX_UNSIGNED = -1L;
    private static final byte[] NOTHING = {};

    private final JsonScanner in;
    private byte[] time = NOTHING;
    private List<byte[]> labels = List.of();
    private long revision;
    private long ruleCount;
    private long id;
    private byte[] error = NOTHING;
    private byte[] cidr = NOTHING;
    private @Nullable Integer oldIdentity;
    private byte[] hostAddress = NOTHING;
    private byte[] oldHostAddress = NOTHING;
    private int encryptKey;
    private byte[] namespace = NOTHING;
    private byte[] podName = NOTHING;

    AgentContentReader(JsonScanner in) {
        this.in = in;
    }

    /** The structure that comes next in the text. */
    Content read(String kind) throws NotJson {
        in.enterObject();
        while (in.hasField()) {
            if (!in.isNull() && !isText() && !isNumber()) {
                in.skip();
            }
        }
        return switch (kind) {
            case START -> new AgentNotice.Start(time);
            case POLICY -> new AgentNotice.PolicyChange(labels, revision, ruleCount);
            case REGENERATION -> new AgentNotice.Regeneration(id, labels, error);
            case ENDPOINT -> new AgentNotice.EndpointChange(id, labels, error, podName, namespace);
            default -> ipcacheChange();
        };
    }

    private Content ipcacheChange() throws NotJson {
        if (Long.compareUnsigned(id, MAX_UNSIGNED_INT) > 0) {
            throw new NotJson();
        }
        return new AgentNotice.IpcacheChange(
                cidr, (int) id, oldIdentity, hostAddress, oldHostAddress, encryptKey, namespace, podName);
    }

    /** Reads a field that holds text; false if it is another. */
    private boolean isText() throws NotJson {
        if (in.isField("labels")) {
            labels = in.texts();
        } else if (in.isField("error")) {
            error = in.text();
        } else if (in.isField("pod-name")) {
            podName = in.text();
        } else if (in.isField("namespace")) {
            namespace = in.text();
        } else if (in.isField("cidr")) {
            cidr = in.text();
        } else if (in.isField("host-ip")) {
            hostAddress = in.text();
        } else if (in.isField("old-host-ip")) {
            oldHostAddress = in.text();
        } else if (in.isField("time")) {
            time = in.text();
        } else {
            return false;
        }
        return true;
    }

    /** Reads a field that holds a number; false if it is another. */
    private boolean isNumber() throws NotJson {
        if (in.isField("id")) {
            id = in.unsigned(MAX_UNSIGNED);
        } else if (in.isField("old-id")) {
            oldIdentity = (int) in.unsigned(MAX_UNSIGNED_INT);
        } else if (in.isField("encrypt-key")) {
            encryptKey = (int) in.unsigned(MAX_UNSIGNED_BYTE);
        } else if (in.isField("revision")) {
            revision = in.unsigned(MAX_UNSIGNED);
        } else if (in.isField("rule_count")) {
            ruleCount = in.signed();
        } else {
            return false;
        }
        return true;
    }
}

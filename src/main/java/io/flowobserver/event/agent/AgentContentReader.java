// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.agent;

import com.google.gson.stream.MalformedJsonException;
import io.flowobserver.event.JsonRecordReader;
import io.flowobserver.event.agent.AgentNotice.Content;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the structure inside a notification of the agent. A field has the same meaning in all structures. Unknown
 * fields are skipped; fields that are null or missing are empty.
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

    private final JsonRecordReader in;
    private String time = "";
    private List<String> labels = List.of();
    private long revision;
    private long ruleCount;
    private long id;
    private String error = "";
    private String cidr = "";
    private @Nullable Integer oldIdentity;
    private String hostAddress = "";
    private String oldHostAddress = "";
    private int encryptKey;
    private String namespace = "";
    private String podName = "";

    AgentContentReader(JsonRecordReader in) {
        this.in = in;
    }

    /** Reads the structure that comes next. */
    Content read(String kind) throws IOException {
        readFields();
        return switch (kind) {
            case START -> new AgentNotice.Start(time);
            case POLICY -> new AgentNotice.PolicyChange(labels, revision, ruleCount);
            case REGENERATION -> new AgentNotice.Regeneration(id, labels, error);
            case ENDPOINT -> new AgentNotice.EndpointChange(id, labels, error, podName, namespace);
            default -> ipcacheChange();
        };
    }

    private void readFields() throws IOException {
        in.beginObject();
        while (in.hasField()) {
            switch (in.field()) {
                case "time" -> time = in.text();
                case "labels" -> labels = in.texts();
                case "revision" -> revision = in.unsigned(MAX_UNSIGNED);
                case "rule_count" -> ruleCount = in.number(Long.MIN_VALUE, Long.MAX_VALUE);
                case "id" -> id = in.unsigned(MAX_UNSIGNED);
                case "error" -> error = in.text();
                case "cidr" -> cidr = in.text();
                case "old-id" -> oldIdentity = (int) in.unsigned(MAX_UNSIGNED_INT);
                case "host-ip" -> hostAddress = in.text();
                case "old-host-ip" -> oldHostAddress = in.text();
                case "encrypt-key" -> encryptKey = (int) in.unsigned(MAX_UNSIGNED_BYTE);
                case "namespace" -> namespace = in.text();
                case "pod-name" -> podName = in.text();
                default -> in.skip();
            }
        }
    }

    private Content ipcacheChange() throws IOException {
        if (Long.compareUnsigned(id, MAX_UNSIGNED_INT) > 0) {
            throw new MalformedJsonException("number out of range");
        }
        return new AgentNotice.IpcacheChange(
                cidr, (int) id, oldIdentity, hostAddress, oldHostAddress, encryptKey, namespace, podName);
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print;

import com.google.protobuf.Timestamp;
import io.flowobserver.proto.flow.AgentEvent;
import io.flowobserver.proto.flow.EndpointRegenNotification;
import io.flowobserver.proto.flow.EndpointUpdateNotification;
import io.flowobserver.proto.flow.IPCacheNotification;
import io.flowobserver.proto.flow.PolicyUpdateNotification;
import io.flowobserver.proto.flow.ServiceUpsertNotification;
import io.flowobserver.proto.flow.ServiceUpsertNotificationAddr;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Function;

/** The content of a notification in one line. Empty parts are left out. */
@SuppressWarnings("deprecation") // older agents still send the deprecated fields
final class AgentEventDetails {
    private final StringJoiner parts = new StringJoiner(", ");

    private AgentEventDetails() {}

    static String of(AgentEvent event, Function<Timestamp, String> stamp) {
        AgentEventDetails details = new AgentEventDetails();
        switch (event.getNotificationCase()) {
            case UNKNOWN -> {
                details.always("type", event.getUnknown().getType());
                details.always("notification", event.getUnknown().getNotification());
            }
            case AGENT_START ->
                details.always("start time", stamp.apply(event.getAgentStart().getTime()));
            case POLICY_UPDATE -> details.policy(event.getPolicyUpdate());
            case ENDPOINT_REGENERATE -> details.regeneration(event.getEndpointRegenerate());
            case ENDPOINT_UPDATE -> details.endpoint(event.getEndpointUpdate());
            case IPCACHE_UPDATE -> details.address(event.getIpcacheUpdate());
            case SERVICE_UPSERT -> details.service(event.getServiceUpsert());
            case SERVICE_DELETE ->
                details.always("id", unsigned(event.getServiceDelete().getId()));
            default -> {}
        }
        return details.parts.toString();
    }

    private void policy(PolicyUpdateNotification policy) {
        always("labels", list(policy.getLabelsList()));
        always("revision", Long.toUnsignedString(policy.getRevision()));
        always("count", Long.toString(policy.getRuleCount()));
    }

    private void regeneration(EndpointRegenNotification endpoint) {
        always("id", Long.toUnsignedString(endpoint.getId()));
        always("labels", list(endpoint.getLabelsList()));
        ifAny("error", endpoint.getError());
    }

    private void endpoint(EndpointUpdateNotification endpoint) {
        always("id", Long.toUnsignedString(endpoint.getId()));
        ifAny("namespace", endpoint.getNamespace());
        ifAny("pod name", endpoint.getPodName());
    }

    private void address(IPCacheNotification address) {
        always("cidr", address.getCidr());
        always("identity", unsigned(address.getIdentity()));
        if (address.hasOldIdentity()) {
            always("old identity", unsigned(address.getOldIdentity().getValue()));
        }
        ifAny("host ip", address.getHostIp());
        ifAny("old host ip", address.getOldHostIp());
        always("encrypt key", unsigned(address.getEncryptKey()));
    }

    private void service(ServiceUpsertNotification service) {
        always("id", unsigned(service.getId()));
        if (service.hasFrontendAddress()) {
            always("frontend", text(service.getFrontendAddress()));
        }
        if (service.getBackendAddressesCount() > 0) {
            always(
                    "backends",
                    list(service.getBackendAddressesList().stream()
                            .map(AgentEventDetails::text)
                            .toList()));
        }
        ifAny("type", service.getType());
        ifAny("traffic policy", service.getTrafficPolicy());
        ifAny("namespace", service.getNamespace());
        ifAny("name", service.getName());
    }

    private void always(String name, String value) {
        parts.add(name + ": " + value);
    }

    private void ifAny(String name, String value) {
        if (!value.isEmpty()) {
            always(name, value);
        }
    }

    private static String list(List<String> texts) {
        return "[" + String.join(",", texts) + "]";
    }

    private static String text(ServiceUpsertNotificationAddr address) {
        String ip = address.getIp();
        return (ip.indexOf(':') >= 0 ? "[" + ip + "]" : ip) + ":" + unsigned(address.getPort());
    }

    private static String unsigned(int value) {
        return Integer.toUnsignedString(value);
    }
}

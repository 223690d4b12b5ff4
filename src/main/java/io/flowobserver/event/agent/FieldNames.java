// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.agent;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The usual names of fields in access-log records, found without an object being made for each that is read. */
final class FieldNames {
    private static final int PLACES = 256;
    private static final List<String> NAMES = List.of(
            // Of the record, in the order in which the agent writes them.
            "DNS",
            "DestinationEndpoint",
            "DropReason",
            "FlowEvent",
            "HTTP",
            "IPVersion",
            "Info",
            "Kafka",
            "L7",
            "Metadata",
            "NodeAddressInfo",
            "ObservationPoint",
            "ServiceInfo",
            "SourceEndpoint",
            "Timestamp",
            "TransportProtocol",
            "Type",
            "Verdict",
            // Of its endpoints and their labels.
            "ID",
            "IPv4",
            "IPv6",
            "Identity",
            "Labels",
            "Port",
            "key",
            "source",
            "value",
            // Of HTTP.
            "Code",
            "Headers",
            "Method",
            "MissingHeaders",
            "Protocol",
            "RejectedHeaders",
            "URL",
            "ForceQuery",
            "Fragment",
            "Host",
            "OmitHost",
            "Opaque",
            "Path",
            "RawFragment",
            "RawPath",
            "RawQuery",
            "Scheme",
            "String",
            "User",
            "password",
            "username",
            // Of DNS, Kafka and the rest.
            "AnswerTypes",
            "CNAMEs",
            "IPs",
            "ObservationSource",
            "QTypes",
            "Query",
            "RCode",
            "TTL",
            "APIKey",
            "APIVersion",
            "CorrelationID",
            "ErrorCode",
            "Topic",
            "Fields",
            "Proto");
    private static final @Nullable String[] TABLE = table();

    private FieldNames() {}

    /** The name of the field that was found last; null if it is none of the usual, or not written in the usual way. */
    static @Nullable String usual(JsonScanner in) {
        int place = in.fieldHash() & PLACES - 1;
        for (String name = TABLE[place]; name != null; name = TABLE[place]) {
            if (in.isField(name)) {
                return name;
            }
            place = place + 1 & PLACES - 1;
        }
        return null;
    }

    private static @Nullable String[] table() {
        String[] table = new String[PLACES];
        for (String name : NAMES) {
            int place = name.hashCode() & PLACES - 1;
            while (table[place] != null) {
                place = place + 1 & PLACES - 1;
            }
            table[place] = name;
        }
        return table;
    }
}

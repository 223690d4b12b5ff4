// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.node;

import io.flowobserver.filter.pattern.FilterException;
import io.flowobserver.names.SoughtName;
import io.flowobserver.proto.node.FindNamesRequest;
import io.flowobserver.proto.node.Name;
import io.flowobserver.serve.stream.InvalidRequest;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;

/** Checks the names of a request. */
final class SoughtNames {
    static final int MOST_NAMES = 16;
    static final int MOST_CHARS = 512;

    private SoughtNames() {}

    static List<SoughtName> of(FindNamesRequest request) throws InvalidRequest {
        if (request.getNamesCount() > MOST_NAMES) {
            throw invalid("more than " + MOST_NAMES + " names; ask for fewer at once");
        }
        List<SoughtName> sought = new ArrayList<>();
        for (int i = 0; i < request.getNamesCount(); i++) {
            sought.add(sought(request.getNames(i), "names[" + i + "]: "));
        }
        return sought;
    }

    private static SoughtName sought(Name name, String place) throws InvalidRequest {
        String text = name.getValue();
        if (text.length() > MOST_CHARS) {
            throw invalid(place + "more than " + MOST_CHARS + " characters");
        }
        try {
            return switch (name.getKind()) {
                case NAME_KIND_POD -> SoughtName.pod(text);
                case NAME_KIND_NAMESPACE -> SoughtName.namespace(text);
                case NAME_KIND_SERVICE -> SoughtName.service(text);
                case NAME_KIND_LABEL -> SoughtName.label(text);
                case NAME_KIND_UNSPECIFIED, UNRECOGNIZED -> throw invalid(place + "unknown kind of name");
            };
        } catch (FilterException malformed) {
            throw invalid(place + malformed.getMessage());
        }
    }

    private static InvalidRequest invalid(String reason) {
        return new InvalidRequest(Status.INVALID_ARGUMENT.withDescription(reason));
    }
}

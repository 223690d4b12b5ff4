// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.answer;

import io.flowobserver.proto.flow.FlowFilter;
import io.flowobserver.proto.node.Name;
import io.flowobserver.proto.node.NameKind;
import io.flowobserver.proto.observer.GetFlowsRequest;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a request asks for, as far as it may be the reason for an empty answer. */
public final class Question {
    private static final int MOST_NAMES = 16;

    private final Set<Name> names = new LinkedHashSet<>();
    private final Set<Topic> topics = EnumSet.noneOf(Topic.class);
    private final GetFlowsRequest request;

    /** Reads a request. */
    public Question(GetFlowsRequest request) {
        this.request = request;
        request.getWhitelistList().forEach(this::read);
    }

    /** Returns the names of pods and others that the request wants, 16 at most. */
    public List<Name> names() {
        return names.stream().limit(MOST_NAMES).toList();
    }

    /** Returns whether flows are awaited that have not happened yet. */
    public boolean follows() {
        return request.getFollow();
    }

    GetFlowsRequest request() {
        return request;
    }

    boolean hasFilters() {
        return request.getWhitelistCount() + request.getBlacklistCount() > 0;
    }

    Set<Topic> topics() {
        return topics;
    }

    private void read(FlowFilter filter) {
        for (Topic topic : Topic.values()) {
            if (topic.isAskedBy(filter)) {
                topics.add(topic);
            }
        }
        add(NameKind.NAME_KIND_POD, filter.getSourcePodList());
        add(NameKind.NAME_KIND_POD, filter.getDestinationPodList());
        add(NameKind.NAME_KIND_SERVICE, filter.getSourceServiceList());
        add(NameKind.NAME_KIND_SERVICE, filter.getDestinationServiceList());
        add(NameKind.NAME_KIND_LABEL, filter.getSourceLabelList());
        add(NameKind.NAME_KIND_LABEL, filter.getDestinationLabelList());
    }

    private void add(NameKind kind, List<String> values) {
        for (String value : values) {
            boolean whole = kind != NameKind.NAME_KIND_LABEL && value.endsWith("/") && value.length() > 1;
            Name.Builder name = Name.newBuilder().setKind(kind).setValue(value);
            if (whole) {
                name.setKind(NameKind.NAME_KIND_NAMESPACE).setValue(value.substring(0, value.length() - 1));
            }
            if (!value.isEmpty() && !value.equals("/")) {
                names.add(name.build());
            }
        }
    }
}

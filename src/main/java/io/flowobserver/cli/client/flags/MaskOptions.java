// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client.flags;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.FieldMask;
import com.google.protobuf.util.FieldMaskUtil;
import io.flowobserver.cli.console.UserError;
import io.flowobserver.flow.text.NearestName;
import io.flowobserver.proto.flow.Flow;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The flags for the fields of a flow that the server is to send. */
public final class MaskOptions {
    /**
     * What the formats for people show, as the hubble CLI of 1.21 asks for it. DNS names and authentication are not in
     * it.
     */
    static final List<String> DEFAULT = List.of(
            "time",
            "source.identity",
            "source.namespace",
            "source.pod_name",
            "destination.identity",
            "destination.namespace",
            "destination.pod_name",
            "source_service",
            "destination_service",
            "l4",
            "IP",
            "ethernet",
            "l7",
            "Type",
            "node_name",
            "is_reply",
            "event_type",
            "verdict",
            "Summary",
            "ip_trace_id",
            "traffic_direction",
            "policy_match_type",
            "ingress_allowed_by",
            "ingress_denied_by",
            "egress_allowed_by",
            "egress_denied_by");

    private static final String COUNTS = "extensions";

    @Option(
            names = "--field-mask",
            paramLabel = "PATH",
            split = ",",
            description = "fields of a flow to ask for, such as time,source.pod_name; for json")
    private List<String> paths = new ArrayList<>();

    @Option(
            names = "--use-default-field-masks",
            defaultValue = "true",
            fallbackValue = "true",
            description = "ask only for what people's formats show, without DNS names and authentication (default);"
                    + " --use-default-field-masks=false asks for everything")
    private boolean useDefault;

    /**
     * Refuses a mask of the user's own for a format that shows fixed fields.
     *
     * @throws UserError if the format is for people
     */
    public void check(Format format) {
        if (!paths.isEmpty() && !format.kind().isJson()) {
            throw new UserError(format.name() + " output format is not compatible with custom field mask; add -o json");
        }
    }

    /**
     * Returns the mask for a format; without paths it means everything.
     *
     * @param counts whether counts are needed too
     * @throws UserError if there is no such field
     */
    public FieldMask mask(Format format, boolean counts) {
        if (paths.isEmpty()) {
            boolean reduced = useDefault && !format.kind().isJson();
            return FieldMask.newBuilder()
                    .addAllPaths(reduced ? DEFAULT : List.of())
                    .addAllPaths(reduced && counts ? List.of(COUNTS) : List.of())
                    .build();
        }
        for (String path : paths) {
            if (path.endsWith(".") || !FieldMaskUtil.isValid(Flow.class, path)) {
                throw new UserError("failed to construct field mask: there is no field \"" + path + "\" in flow.Flow"
                        + nearest(path));
            }
        }
        return FieldMask.newBuilder().addAllPaths(paths).build();
    }

    /** Returns the question for a path of which the first name that is no field is misspelt. */
    private static String nearest(String path) {
        Descriptor message = Flow.getDescriptor();
        StringBuilder right = new StringBuilder();
        for (String name : path.split("\\.", -1)) {
            FieldDescriptor field = message.findFieldByName(name);
            if (field == null) {
                return NearestName.of(
                                name,
                                message.getFields().stream()
                                        .map(FieldDescriptor::getName)
                                        .toList())
                        .map(near -> ", did you mean \"" + right + near + "\"?")
                        .orElse("");
            }
            if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
                return "";
            }
            right.append(name).append('.');
            message = field.getMessageType();
        }
        return "";
    }

    /** Returns whether the user gave a mask. */
    public boolean given() {
        return !paths.isEmpty();
    }
}

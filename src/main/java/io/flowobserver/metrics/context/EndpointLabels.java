// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.context;

import io.flowobserver.flow.entity.Endpoint;
import java.util.List;

/** The texts that labels show for an endpoint. A text is empty if the endpoint does not have the value. */
public final class EndpointLabels {
    private static final String KUBE_APISERVER = "reserved:kube-apiserver";
    private static final String RESERVED = "reserved:";
    private static final List<String> APP_LABELS = List.of("k8s:app.kubernetes.io/name=", "k8s:k8s-app=", "k8s:app=");

    private EndpointLabels() {}

    /** Returns {@code namespace/pod}, or only the pod's name without a namespace. The pod's name can be empty. */
    static String qualifiedPod(Endpoint endpoint) {
        return qualified(endpoint.namespace(), endpoint.podName());
    }

    static String workload(Endpoint endpoint) {
        return endpoint.workloads().isEmpty() ? "" : endpoint.workloads().get(0).name();
    }

    static String workloadKind(Endpoint endpoint) {
        return endpoint.workloads().isEmpty() ? "" : endpoint.workloads().get(0).kind();
    }

    static String qualifiedWorkload(Endpoint endpoint) {
        return endpoint.workloads().isEmpty() ? "" : qualified(endpoint.namespace(), workload(endpoint));
    }

    /** Returns the value of the first of the endpoint's labels that names an application. */
    static String app(Endpoint endpoint) {
        for (String label : endpoint.labels()) {
            for (String key : APP_LABELS) {
                if (label.startsWith(key) && label.length() > key.length()) {
                    return label.substring(key.length());
                }
            }
        }
        return "";
    }

    /** Returns the label of kube-apiserver if the endpoint has it, otherwise its first reserved label. */
    static String reservedIdentity(Endpoint endpoint) {
        String first = "";
        for (String label : endpoint.labels()) {
            if (label.equals(KUBE_APISERVER)) {
                return label;
            }
            if (first.isEmpty() && label.startsWith(RESERVED)) {
                first = label;
            }
        }
        return first;
    }

    /** Returns {@code namespace/name}, or only the name if the namespace is empty. */
    public static String qualified(String namespace, String name) {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}

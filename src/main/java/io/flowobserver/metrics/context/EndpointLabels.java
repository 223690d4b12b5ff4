// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.context;

import io.flowobserver.flow.entity.Endpoint;
import java.util.List;

/** What is said of an endpoint in labels; all texts are empty where the endpoint has nothing to tell. */
public final class EndpointLabels {
    private static final String KUBE_APISERVER = "reserved:kube-apiserver";
    private static final String RESERVED = "reserved:";
    private static final List<String> APP_LABELS = List.of("k8s:app.kubernetes.io/name=", "k8s:k8s-app=", "k8s:app=");

    private EndpointLabels() {}

    /** With the namespace before it, if there is one, even if there is no pod. */
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

    /** The value of the first label that names an application; the order of the labels decides. */
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

    /** With the namespace before it, if there is one. */
    public static String qualified(String namespace, String name) {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}

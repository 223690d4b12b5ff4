// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.inventory;

import io.flowobserver.flow.entity.Workload;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Those parts of a Kubernetes pod that tell what controls it.
 *
 * @param generateName the prefix of generated names; empty for a pod that was named by hand
 * @param owners in the pod's order
 */
record PodObject(String generateName, Map<String, String> labels, List<Owner> owners) {
    private static final Pattern SCHEDULED_JOB = Pattern.compile("(.+)-\\d{8,10}");

    PodObject {
        labels = Map.copyOf(labels);
        owners = List.copyOf(owners);
    }

    /**
     * The workload behind the pod, none or one: its controller, or what controls that where the name tells (a
     * deployment behind a replica set, a cron job behind a job).
     */
    List<Workload> workloads() {
        if (generateName.isEmpty()) {
            return List.of();
        }
        return owners.stream()
                .filter(Owner::controller)
                .findFirst()
                .map(owner -> List.of(workload(owner)))
                .orElse(List.of());
    }

    private Workload workload(Owner owner) {
        String name = owner.name();
        switch (owner.kind()) {
            case "ReplicaSet" -> {
                String hash = labels.getOrDefault("pod-template-hash", "");
                if (!hash.isEmpty() && name.endsWith(hash)) {
                    String suffix = "-" + hash;
                    boolean generated = name.endsWith(suffix);
                    return new Workload(
                            generated ? name.substring(0, name.length() - suffix.length()) : name, "Deployment");
                }
            }
            case "ReplicationController" -> {
                String config = labels.getOrDefault("deploymentconfig", "");
                if (!config.isEmpty()) {
                    return new Workload(config, "DeploymentConfig");
                }
            }
            case "Job" -> {
                Matcher scheduled = SCHEDULED_JOB.matcher(name);
                if (scheduled.matches()) {
                    return new Workload(scheduled.group(1), "CronJob");
                }
            }
            default -> {}
        }
        return new Workload(name, owner.kind());
    }

    /** An owner of the pod; at most one is the controller. */
    record Owner(String kind, String name, boolean controller) {}
}

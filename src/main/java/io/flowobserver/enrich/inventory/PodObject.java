// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.inventory;

import io.flowobserver.flow.entity.Workload;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a Kubernetes pod that identify its controller.
 *
 * @param generateName prefix of the generated pod name; empty if the pod has a fixed name
 * @param owners owner references, in the order of the pod
 */
record PodObject(String generateName, Map<String, String> labels, List<Owner> owners) {
    private static final Pattern SCHEDULED_JOB = Pattern.compile("(.+)-\\d{8,10}");

    PodObject {
        labels = Map.copyOf(labels);
        owners = List.copyOf(owners);
    }

    /**
     * Returns the workload of the pod: none or one. This is the controller, or the controller of the controller if its
     * name is known: the deployment of a replica set, or the cron job of a job.
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

    /** An owner reference of the pod. At most one owner is the controller. */
    record Owner(String kind, String name, boolean controller) {}
}

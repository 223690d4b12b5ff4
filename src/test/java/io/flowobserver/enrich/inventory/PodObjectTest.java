// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.enrich.inventory.PodObject.Owner;
import io.flowobserver.flow.entity.Workload;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodObjectTest {
    @ParameterizedTest
    @CsvSource({
        "ReplicaSet, web-6d4b75cb6d, pod-template-hash, 6d4b75cb6d, Deployment, web",
        "ReplicaSet, web6d4b75cb6d, pod-template-hash, 6d4b75cb6d, Deployment, web6d4b75cb6d",
        "ReplicaSet, web-6d4b75cb6d, pod-template-hash, 999, ReplicaSet, web-6d4b75cb6d",
        "ReplicaSet, web-, pod-template-hash, '', ReplicaSet, web-",
        "ReplicaSet, web-1, app, 1, ReplicaSet, web-1",
        "ReplicationController, frontend-3, deploymentconfig, frontend, DeploymentConfig, frontend",
        "ReplicationController, frontend-3, deploymentconfig, '', ReplicationController, frontend-3",
        "ReplicationController, frontend-3, app, x, ReplicationController, frontend-3",
        "Job, backup-28123456, app, x, CronJob, backup",
        "Job, a-b-2812345678, app, x, CronJob, a-b",
        "Job, backup-2812345, app, x, Job, backup-2812345",
        "Job, backup-28123456789, app, x, Job, backup-28123456789",
        "Job, -28123456, app, x, Job, -28123456",
        "Job, once, app, x, Job, once",
        "StatefulSet, db, pod-template-hash, db, StatefulSet, db",
        "DaemonSet, agent, app, x, DaemonSet, agent",
        "Node, node-1, app, x, Node, node-1"
    })
    void workloads_controller_isTracedToWhatUsersMade(
            String kind, String name, String label, String value, String workloadKind, String workloadName) {
        var pod = new PodObject("x-", Map.of(label, value), List.of(new Owner(kind, name, true)));
        assertThat(pod.workloads()).containsExactly(new Workload(workloadName, workloadKind));
    }

    @Test
    void workloads_severalOwners_takesTheFirstController() {
        var owners = List.of(
                new Owner("Foo", "none", false), new Owner("StatefulSet", "db", true), new Owner("Job", "late", true));
        assertThat(new PodObject("db-", Map.of(), owners).workloads())
                .containsExactly(new Workload("db", "StatefulSet"));
    }

    @Test
    void workloads_noController_areNone() {
        var pod = new PodObject("x-", Map.of(), List.of(new Owner("ReplicaSet", "x-1", false)));
        assertThat(pod.workloads()).isEmpty();
    }

    @Test
    void workloads_namedByHand_areNone() {
        var pod = new PodObject("", Map.of(), List.of(new Owner("DaemonSet", "agent", true)));
        assertThat(pod.workloads()).isEmpty();
    }
}

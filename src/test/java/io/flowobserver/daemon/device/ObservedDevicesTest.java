// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.daemon.device.DeviceSelection.Target;
import io.flowobserver.source.bpf.DeviceWatch.Change;
import io.flowobserver.source.bpf.NetworkDevice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ObservedDevicesTest {
    private static final long SECOND = 1_000_000_000;
    private static final NetworkDevice POD1 = veth(3, "pod1");
    private static final NetworkDevice POD2 = veth(4, "pod2");

    private final ObservedDevices observed = new ObservedDevices();
    private final Set<String> refused = new HashSet<>();
    private List<String> patterns = List.of("pod*", "up");
    private long now;

    @Test
    void plan_deviceAppears_isAttachedOnce() {
        assertThat(plan(POD1)).isEqualTo("+pod1 ENDPOINT");
        assertThat(plan(POD1)).isEmpty();
        assertThat(plan(POD1, POD2)).isEqualTo("+pod2 ENDPOINT");
    }

    @Test
    void plan_deviceGoes_isLetGoAndComesBack() {
        plan(POD1, POD2);
        assertThat(plan(gone(3), POD2)).isEqualTo("-pod1 ENDPOINT");
        assertThat(plan(POD2, veth(9, "pod1"))).isEqualTo("+pod1 ENDPOINT");
    }

    @Test
    void plan_goneUntold_isLetGo() {
        plan(POD1);
        assertThat(plan()).isEqualTo("-pod1 ENDPOINT");
    }

    /** Neither index nor name tell, but what was attached went with the old device. */
    @Test
    void plan_indexAndNameOfADeviceThatWent_areAnotherDevice() {
        plan(POD1, POD2);
        assertThat(plan(gone(3), POD1, POD2)).isEqualTo("-pod1 ENDPOINT +pod1 ENDPOINT");
        assertThat(plan(gone(77), POD1, POD2)).isEmpty();
    }

    @Test
    void plan_tooMuchHappened_isAllAttachedAnew() {
        plan(POD1);
        assertThat(plan(new Change(true, false, Set.of(), true), POD1)).isEqualTo("-pod1 ENDPOINT +pod1 ENDPOINT");
    }

    @Test
    void plan_manyAppear_areTakenAFewAtATimeUplinksFirst() {
        List<NetworkDevice> many = new ArrayList<>();
        for (int i = 1; i <= ObservedDevices.AT_A_TIME + 2; i++) {
            many.add(veth(10 + i, "pod" + i));
        }
        many.add(new NetworkDevice(5, "up", true, true, true));
        assertThat(plan(many.toArray(NetworkDevice[]::new)))
                .startsWith("+up NETWORK +pod1 ENDPOINT +pod2 ")
                .endsWith("+pod7 ENDPOINT ...");
        many.remove(8);
        assertThat(plan(gone(19), many.toArray(NetworkDevice[]::new))).isEqualTo("+pod8 ENDPOINT +pod10 ENDPOINT");
        assertThat(plan(many.toArray(NetworkDevice[]::new))).isEmpty();
    }

    @Test
    void plan_attachFails_isTriedAgainWithBackOff() {
        refused.add("+pod1");
        assertThat(plan(POD1, POD2)).isEqualTo("+pod1 ENDPOINT +pod2 ENDPOINT");
        assertThat(observed.summary()).isEqualTo(new DeviceStates.Summary(1, 0, List.of("pod1: refused"), List.of()));
        for (long delay : new long[] {SECOND, 2 * SECOND, 4 * SECOND}) {
            now += delay - 1;
            assertThat(observed.isRetryDue(now)).isFalse();
            assertThat(plan(POD1, POD2)).isEmpty();
            now++;
            assertThat(observed.isRetryDue(now)).isTrue();
            assertThat(plan(POD1, POD2)).isEqualTo("+pod1 ENDPOINT");
        }
        now += 8 * SECOND;
        refused.clear();
        assertThat(plan(POD1, POD2)).isEqualTo("+pod1 ENDPOINT");
        assertThat(observed.summary()).isEqualTo(new DeviceStates.Summary(2, 0, List.of(), List.of()));
        assertThat(observed.isRetryDue(now + 100 * SECOND)).isFalse();
    }

    @Test
    void plan_manyAttachesFail_keepNoOtherWaiting() {
        List<NetworkDevice> many = new ArrayList<>();
        for (int i = 1; i <= ObservedDevices.AT_A_TIME; i++) {
            many.add(veth(10 + i, "pod" + i));
            refused.add("+pod" + i);
        }
        plan(many.toArray(NetworkDevice[]::new));
        many.add(veth(30, "podx"));
        now += SECOND;
        assertThat(plan(many.toArray(NetworkDevice[]::new)))
                .startsWith("+podx ENDPOINT +pod1 ENDPOINT")
                .endsWith("+pod7 ENDPOINT ...");
        assertThat(observed.summary().observed()).isEqualTo(1);
        assertThat(observed.summary().errors()).hasSize(ObservedDevices.AT_A_TIME);
    }

    @Test
    void plan_failedDeviceGoesOrIsNotWantedAnyMore_isForgotten() {
        refused.addAll(List.of("+pod1", "+pod2"));
        plan(POD1, POD2);
        assertThat(plan(gone(3), POD2)).isEmpty();
        assertThat(observed.summary().errors()).containsExactly("pod2: refused");
        assertThat(plan(POD1, veth(4, "other"))).isEqualTo("+pod1 ENDPOINT");
        assertThat(observed.summary().errors()).containsExactly("pod1: refused");
        assertThat(plan(gone(3), POD1)).as("another device with its index").isEqualTo("+pod1 ENDPOINT");
    }

    @Test
    void plan_detachFails_isTriedAgainUntilTheDeviceIsGone() {
        plan(POD1, POD2);
        refused.addAll(List.of("-pod1", "-pod2"));
        assertThat(plan(veth(3, "x"), veth(4, "y"))).isEqualTo("-pod1 ENDPOINT -pod2 ENDPOINT");
        assertThat(observed.summary())
                .isEqualTo(new DeviceStates.Summary(0, 0, List.of("pod1: refused", "pod2: refused"), List.of()));
        now += SECOND;
        refused.remove("-pod1");
        assertThat(plan(veth(3, "x"), veth(4, "y"))).isEqualTo("-pod1 ENDPOINT -pod2 ENDPOINT");
        assertThat(observed.summary().errors()).containsExactly("pod2: refused");
        assertThat(plan(gone(4), veth(3, "x"))).isEmpty();
        assertThat(observed.summary().errors()).isEmpty();
    }

    @Test
    void plan_notYetAttached_isWaiting() {
        NetworkDevice[] many = IntStream.range(0, 2 * ObservedDevices.AT_A_TIME + 1)
                .mapToObj(i -> veth(10 + i, "pod" + i))
                .toArray(NetworkDevice[]::new);
        plan(many);
        assertThat(observed.summary())
                .isEqualTo(new DeviceStates.Summary(
                        ObservedDevices.AT_A_TIME, ObservedDevices.AT_A_TIME + 1, List.of(), List.of()));
    }

    @Test
    void checked_anotherProgramRunsFirst_isAStateOfItsOwn() {
        plan(POD1, POD2);
        observed.checked(new ChainCheck.Result(List.of(), Map.of(3, "program 7", 99, "program 8")));
        assertThat(observed.summary()).isEqualTo(new DeviceStates.Summary(1, 0, List.of(), List.of("pod1: program 7")));
        assertThat(plan(gone(3), POD2)).isEqualTo("-pod1 ENDPOINT");
        assertThat(observed.summary()).isEqualTo(new DeviceStates.Summary(1, 0, List.of(), List.of()));
    }

    @Test
    void checked_detachedBySomebodyElse_isAttachedAgain() {
        plan(POD1, POD2);
        Target pod1 = observed.observed().get(0);
        observed.checked(new ChainCheck.Result(List.of(pod1), Map.of()));
        assertThat(observed.summary().observed()).isEqualTo(1);
        assertThat(plan(POD1, POD2)).isEqualTo("+pod1 ENDPOINT");
        assertThat(observed.summary().observed()).isEqualTo(2);
    }

    /** An attach that ends by an exception was none. */
    @Test
    void plan_resultNeverTold_isPlannedAgain() {
        var wanted = DeviceSelection.of(patterns).choose(List.of(POD1));
        for (int i = 0; i < 2; i++) {
            assertThat(observed.plan(wanted, gone(), now).enter()).hasSize(1);
        }
    }

    @Test
    void plan_renamed_followsThePattern() {
        assertThat(plan(veth(3, "tmp"))).isEmpty();
        assertThat(plan(veth(3, "pod7"))).isEqualTo("+pod7 ENDPOINT");
        assertThat(plan(veth(3, "pod8"))).isEmpty();
        assertThat(plan(veth(3, "other"))).isEqualTo("-pod8 ENDPOINT");
    }

    @Test
    void plan_vethGetsTheDefaultRoute_becomesAnUplink() {
        plan(veth(5, "up"));
        assertThat(plan(new NetworkDevice(5, "up", true, true, true))).isEqualTo("-up ENDPOINT +up NETWORK");
    }

    @Test
    void plan_byDefault_aDeviceIsObservedWhileItHasTheDefaultRoute() {
        patterns = List.of();
        assertThat(plan(new NetworkDevice(2, "eth0", false, false, true))).isEmpty();
        assertThat(plan(new NetworkDevice(2, "eth0", false, true, true))).isEqualTo("+eth0 NETWORK");
        assertThat(plan(new NetworkDevice(2, "eth0", false, false, true))).isEqualTo("-eth0 NETWORK");
    }

    @Test
    void plan_headerOfPacketsChanges_takesOtherPrograms() {
        plan(new NetworkDevice(2, "up", false, true, true));
        assertThat(plan(new NetworkDevice(2, "up", false, true, false))).isEqualTo("-up NETWORK +up NETWORK");
    }

    private String plan(NetworkDevice... present) {
        return plan(gone(), present);
    }

    private String plan(Change change, NetworkDevice... present) {
        var wanted = DeviceSelection.of(patterns).choose(Arrays.asList(present));
        ObservedDevices.Plan plan = observed.plan(wanted, change, now);
        plan.leave().forEach(this::leave);
        plan.enter().forEach(this::enter);
        StringBuilder text = new StringBuilder();
        plan.leave().forEach(target -> text.append(" -" + target.name() + " " + target.role()));
        plan.enter().forEach(target -> text.append(" +" + target.name() + " " + target.role()));
        text.append(plan.more() ? " ..." : "");
        return text.toString().strip();
    }

    private void leave(Target target) {
        if (refused.contains("-" + target.name())) {
            observed.leaveFailed(target, "refused", now);
        } else {
            observed.left(target);
        }
    }

    private void enter(Target target) {
        if (refused.contains("+" + target.name())) {
            observed.enterFailed(target, "refused", now);
        } else {
            observed.entered(target);
        }
    }

    private static Change gone(Integer... indexes) {
        return new Change(true, false, Set.of(indexes), false);
    }

    private static NetworkDevice veth(int index, String name) {
        return new NetworkDevice(index, name, true, false, true);
    }
}

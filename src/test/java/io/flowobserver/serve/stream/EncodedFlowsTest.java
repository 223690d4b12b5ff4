// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.FieldMaskUtil;
import io.flowobserver.flow.FlowEncoder;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.wire.FlowMask;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EncodedFlowsTest {
    private static final int STEPS = 200_000;

    private final EncodedFlows flows = new EncodedFlows();
    private final ResponseMessage message = new ResponseMessage(new FlowEncoder(new FlowUuid(1, 2)));
    private final Random random = new Random(3);

    @Test
    void load_whatWasJustKept_isTheSame() {
        byte[] answer = keep(7, null, 300);
        assertThat(load(7, null)).isEqualTo(answer);
        assertThat(load(7 + EncodedFlows.ANSWERS, null)).isNull();
        assertThat(load(8, null)).isNull();
    }

    @Test
    void load_sameMaskOfAnotherRequest_isTheSame() {
        byte[] answer = keep(7, mask("source.pod_name,verdict"), 300);
        assertThat(load(7, mask("verdict,source.pod_name"))).isEqualTo(answer);
        assertThat(load(7, mask("source.namespace,verdict"))).isNull();
        assertThat(load(7, null)).isNull();
    }

    @Test
    void load_manyKept_isTheSameOrNothing() {
        Map<Long, byte[]> kept = new HashMap<>();
        int found = 0;
        long newest = 0;
        for (int step = 0; step < STEPS; step++) {
            newest++;
            kept.put(newest, keep(newest, null, random.nextInt(step % 100 == 0 ? EncodedFlows.LONGEST : 600)));
            long asked = Math.max(1, newest - random.nextInt(3_000));
            byte[] loaded = load(asked, null);
            if (loaded != null) {
                assertThat(loaded).isEqualTo(kept.get(asked));
                found++;
            }
            kept.remove(newest - 3_000);
        }
        assertThat(found).isGreaterThan(STEPS / 10);
    }

    @Test
    void keep_longAnswer_leavesTheOthers() {
        byte[] answer = keep(1, null, 100);
        keep(2, null, EncodedFlows.LONGEST + 1);
        assertThat(load(2, null)).isNull();
        assertThat(load(1, null)).isEqualTo(answer);
    }

    private byte[] keep(long sequence, @Nullable FlowMask mask, int length) {
        byte[] answer = new byte[length];
        random.nextBytes(answer);
        message.set(answer, 0, length);
        flows.keep(sequence, mask, message);
        return answer;
    }

    private byte @Nullable [] load(long sequence, @Nullable FlowMask mask) {
        message.set(new byte[] {42}, 0, 1);
        if (!flows.load(sequence, mask, message)) {
            return null;
        }
        byte[] loaded = new byte[message.length()];
        message.copyTo(loaded, 0);
        return Arrays.copyOf(loaded, loaded.length);
    }

    private static FlowMask mask(String paths) {
        return FlowMask.of(FieldMaskUtil.normalize(FieldMaskUtil.fromString(paths)));
    }
}

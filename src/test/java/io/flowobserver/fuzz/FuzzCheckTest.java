// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.fuzz;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Roads with a flaw do not pass, one without does. */
class FuzzCheckTest {
    private static final byte[] INPUT = {1, 2, 3};

    private byte[] waste = {};
    private int walks;

    @Test
    void run_answerFromTheInputAlone_holds() {
        assertThatCode(() -> run(placed -> (int) placed.buffer().get(placed.at())))
                .doesNotThrowAnyException();
    }

    @Test
    void run_answerFromWhatLiesBefore_isFound() {
        assertThatThrownBy(() -> run(placed -> (int) placed.buffer().get(placed.at() - 1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("two answers: 0 and -1");
    }

    @Test
    void run_readBehindTheLimit_isFound() {
        assertThatThrownBy(() -> run(placed -> (int) placed.buffer().get(placed.at() + placed.length())))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void run_answerFromWhatCameBefore_isFound() {
        assertThatThrownBy(() -> run(placed -> walks++)).hasMessageContaining("two answers");
    }

    @Test
    void run_allocationEachTime_isFound() {
        assertThatThrownBy(() -> run(placed -> {
                    waste = new byte[100];
                    return 0;
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("3 bytes made it allocate");
    }

    @Test
    void run_allocationOnce_holds() {
        assertThatCode(() -> run(placed -> {
                    waste = waste.length == 0 ? new byte[100] : waste;
                    return 0;
                }))
                .doesNotThrowAnyException();
    }

    @Test
    void compare_allocationEachTime_holds() {
        assertThatCode(() -> trial(placed -> {
                            waste = new byte[100];
                            return 0;
                        })
                        .compare(INPUT))
                .doesNotThrowAnyException();
    }

    /** What a road keeps of an input must not hide what that cost, unless it may cost nothing. */
    @Test
    void run_allocationOnceOnEachRoad_isFoundWhereSomeIsAllowed() {
        assertThatThrownBy(() -> new FuzzCheck(() -> keeping(16), () -> keeping(16)).run(INPUT))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("allowed are 16");
        assertThatCode(() -> new FuzzCheck(() -> keeping(0), () -> keeping(0)).run(INPUT))
                .doesNotThrowAnyException();
    }

    private static FuzzRun keeping(long allowedBytes) {
        byte[][] kept = new byte[1][];
        return new FunctionRoad(
                placed -> {
                    kept[0] = kept[0] == null ? new byte[100] : kept[0];
                    return 0;
                },
                allowedBytes);
    }

    private static void run(Function<EmbeddedInput, Integer> answer) throws Exception {
        trial(answer).run(INPUT);
    }

    private static FuzzCheck trial(Function<EmbeddedInput, Integer> answer) throws Exception {
        return new FuzzCheck(() -> new FunctionRoad(answer, 0), () -> new FunctionRoad(answer, 0));
    }

    /** Answers with a small number, which is a shared object. */
    private static final class FunctionRoad implements FuzzRun {
        private final Function<EmbeddedInput, Integer> answer;
        private final long allowedBytes;
        private EmbeddedInput input = EmbeddedInput.atTheLimit(INPUT);
        private int outcome;

        FunctionRoad(Function<EmbeddedInput, Integer> answer, long allowedBytes) {
            this.answer = answer;
            this.allowedBytes = allowedBytes;
        }

        @Override
        public void prepare(EmbeddedInput input) {
            this.input = input;
        }

        @Override
        public void take() {
            outcome = answer.apply(input);
        }

        @Override
        public Object outcome() {
            return outcome;
        }

        @Override
        public long allowedBytes() {
            return allowedBytes;
        }
    }
}

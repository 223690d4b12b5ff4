// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.fuzz;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Runs with a flaw do not pass, one without does. */
class FuzzCheckTest {
    private static final byte[] INPUT = {1, 2, 3};

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

    private static void run(Function<EmbeddedInput, Integer> answer) {
        new FuzzCheck(new FunctionRun(answer), new FunctionRun(answer)).run(INPUT);
    }

    private static final class FunctionRun implements FuzzRun {
        private final Function<EmbeddedInput, Integer> answer;
        private EmbeddedInput input = EmbeddedInput.atTheLimit(INPUT);
        private int outcome;

        FunctionRun(Function<EmbeddedInput, Integer> answer) {
            this.answer = answer;
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
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.flow.entity.Notice;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class NoticeRingTest {
    private final NoticeRing ring = new NoticeRing();
    private final NoticeReader reader = new NoticeReader(ring);

    @Test
    void next_eachNotice_comesOnceInOrder() {
        assertThat(reader.next()).isNull();
        write(3, 1);
        assertThat(reader.next().timeNanos()).isZero();
        assertThat(reader.next().timeNanos()).isEqualTo(1);
        assertThat(reader.next().timeNanos()).isEqualTo(2);
        assertThat(reader.next()).isNull();
        write(1, 1);
        assertThat(reader.next().timeNanos()).isEqualTo(3);
        assertThat(reader.lost()).isZero();
    }

    @Test
    void next_lapped_goesOnAtTheOldestAndTellsHowManyAreGone() {
        write(NoticeRing.CAPACITY, 1);
        assertThat(ring.oldest()).isZero();
        assertThat(reader.next().timeNanos()).isZero();
        write(10, 1);
        assertThat(ring.oldest()).isEqualTo(10);
        assertThat(reader.next().timeNanos()).isEqualTo(10);
        assertThat(reader.lost()).isEqualTo(9);
        assertThat(ring.read(9)).isNull();
        reader.seek(ring.written());
        assertThat(reader.next()).isNull();
        assertThat(reader.lost()).isEqualTo(9);
    }

    /** Few notices may be large. */
    @Test
    void write_moreBytesThanAreKept_oldestGo() {
        int length = (int) (NoticeRing.MAX_BYTES / 4);
        write(4, length);
        assertThat(ring.oldest()).isZero();
        write(1, 1);
        assertThat(ring.oldest()).isEqualTo(1);
        write(1, (int) NoticeRing.MAX_BYTES + 1);
        assertThat(ring.oldest()).isEqualTo(5);
        assertThat(ring.read(5)).isNotNull();
        write(1, 1);
        assertThat(ring.oldest()).isEqualTo(6);
        assertThat(ring.read(6)).isNotNull();
    }

    /** Writer and reader at once: nothing comes twice, late, or from another sequence, and all is seen or lost. */
    @Test
    void next_whileWritten_seesOrLosesEachOnce() throws Exception {
        int notices = 300_000;
        AtomicReference<String> wrong = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            long seen = 0;
            while (reader.position() < notices) {
                Notice notice = reader.next();
                if (notice != null && notice.timeNanos() != reader.position() - 1) {
                    wrong.set("position=" + reader.position() + ", time=" + notice.timeNanos());
                }
                seen += notice == null ? 0 : 1;
            }
            if (seen + reader.lost() != notices) {
                wrong.set("seen=" + seen + ", lost=" + reader.lost());
            }
        });
        thread.start();
        write(notices, 0);
        thread.join(20_000);
        assertThat(thread.isAlive()).isFalse();
        assertThat(wrong.get()).isNull();
    }

    private void write(int notices, int length) {
        for (int i = 0; i < notices; i++) {
            ring.write(new Notice(ring.written(), new byte[length]));
        }
    }
}

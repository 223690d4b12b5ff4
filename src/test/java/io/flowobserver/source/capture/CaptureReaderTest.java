// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.SampleOrigin;
import io.flowobserver.source.Delivered;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureReaderTest {
    private static final byte[] SAMPLE = {4, 1, 2, 3, 4};
    private static final long TIME = 1_761_048_000_124_456_792L;
    private static final int FIRST_EVENT = 24;
    private static final int SECOND_EVENT = FIRST_EVENT + 24 + SAMPLE.length;

    @TempDir
    Path directory;

    private final byte[] capture = Captures.of(List.of(
            Delivered.event(0, SampleOrigin.OWN, 3, TIME, SAMPLE),
            Delivered.event(1, 0xfffe, -1, TIME + 1, new byte[0])));
    private final EventBytes bytes = new EventBytes();

    @Test
    void create_oneEvent_writesTheFormatByteForByte() {
        assertThat(HexFormat.of().formatHex(capture))
                .isEqualTo("4d3cb2a1" + "0200" + "0400" + "0000000000000000" + "00001000" + "93000000"
                        + "c075f768" + "580f6b07" + "0d000000" + "0d000000" + "0001010003000000" + "0401020304"
                        + "c075f768" + "590f6b07" + "08000000" + "08000000" + "0101feffffffffff");
    }

    @Test
    void next_wholeCapture_givesEveryEventBack() throws Exception {
        try (var reader = CaptureReader.open(file(capture))) {
            readBoth(reader);
            reader.rewind();
            readBoth(reader);
        }
        var reader = CaptureReader.of("memory", ByteBuffer.wrap(capture));
        readBoth(reader);
        reader.rewind();
        readBoth(reader);
    }

    private void readBoth(CaptureReader reader) throws CaptureException {
        assertThat(reader.next(bytes)).isTrue();
        assertThat(reader.kind()).isZero();
        assertThat(reader.origin()).isEqualTo(SampleOrigin.OWN);
        assertThat(reader.cpu()).isEqualTo(3);
        assertThat(reader.timeNanos()).isEqualTo(TIME);
        assertThat(bytes.toArray()).isEqualTo(SAMPLE);
        assertThat(reader.offset()).isEqualTo(SECOND_EVENT);
        assertThat(reader.next(bytes)).isTrue();
        assertThat(reader.kind()).isEqualTo(1);
        assertThat(reader.origin()).isEqualTo(0xfffe);
        assertThat(reader.cpu()).isEqualTo(-1);
        assertThat(bytes.length()).isZero();
        assertThat(reader.next(bytes)).isFalse();
        assertThat(reader.next(bytes)).isFalse();
    }

    /** Events that lie across the ends of the reader's window, up to the longest. */
    @Test
    void next_captureLargerThanTheWindow_givesEveryEventBack() throws Exception {
        Path file = directory.resolve("large");
        int[] lengths = {CaptureWriter.LONGEST_CONTENT, 700_001, 0, CaptureWriter.LONGEST_CONTENT, 1, 333_333};
        try (var writer = CaptureWriter.create(file)) {
            for (int length : lengths) {
                writer.write(0, SampleOrigin.UNKNOWN, 1, TIME, EventBytes.of(pattern(length)));
            }
            assertThatThrownBy(() -> writer.write(
                            0,
                            SampleOrigin.UNKNOWN,
                            1,
                            TIME,
                            EventBytes.of(new byte[CaptureWriter.LONGEST_CONTENT + 1])))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(writer.length())
                    .isEqualTo(24 + Arrays.stream(lengths).sum() + (long) lengths.length * CaptureWriter.OVERHEAD);
        }
        try (var reader = CaptureReader.open(file)) {
            for (int length : lengths) {
                assertThat(reader.next(bytes)).isTrue();
                assertThat(bytes.toArray()).isEqualTo(pattern(length));
            }
            assertThat(reader.next(bytes)).isFalse();
        }
    }

    @ParameterizedTest(name = "{3}")
    @CsvSource({
        "0, a1b23c4d, 0, big-endian",
        "0, a1b2c3d4, 0, big-endian",
        "0, d4c3b2a1, 0, microsecond",
        "0, 0a0d0d0a, 0, pcapng",
        "0, 7f454c46, 0, begins with 464c457f",
        "4, 0300, 0, pcap version is 3",
        "20, 01000000, 0, link type is 1",
        "32, 07000000, 24, cannot have 7 bytes",
        "32, 01001000, 24, cannot have 1048577 bytes",
        "32, ffffffff, 24, cannot have 4294967295 bytes",
        "28, 00ca9a3b, 24, 1000000000 nanoseconds",
        "28, ffffffff, 24, 4294967295 nanoseconds",
        "41, 02, 24, version 2"
    })
    void next_damagedCapture_namesFilePlaceAndRemedy(int at, String hex, int offset, String reason) throws IOException {
        byte[] patch = HexFormat.of().parseHex(hex);
        System.arraycopy(patch, 0, capture, at, patch.length);
        Path file = file(capture);
        assertThatThrownBy(() -> readAll(file))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(reason)
                .hasMessageContaining(offset == 0 ? "observer record" : "at offset 24: ")
                .hasMessageContaining("record it again".substring(offset == 0 ? 15 : 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void open_lessThanAMagic_isNoCapture(int length) throws IOException {
        Path file = file(Arrays.copyOf(capture, length));
        assertThatThrownBy(() -> readAll(file)).hasMessageContaining("it has only " + length + " bytes");
    }

    @ParameterizedTest
    @CsvSource({"4, 0", "23, 0", "25, 24", "39, 24", "40, 24", "47, 24", "52, 24", "54, 53", "76, 53"})
    void next_truncatedCapture_namesTheOffset(int length, int offset) throws IOException {
        Path file = file(Arrays.copyOf(capture, length));
        assertThatThrownBy(() -> readAll(file))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("truncated at offset " + offset + ": ")
                .hasMessageContaining((length - offset) + " are left");
    }

    @Test
    void open_missingFile_namesIt() {
        assertThatThrownBy(() -> CaptureReader.open(directory.resolve("none")))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("/none: no such file; ");
    }

    @Test
    void create_file_canBeReadByItsOwnerAlone() throws Exception {
        Path file = directory.resolve("private");
        CaptureWriter.create(file).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(readAll(file)).isZero();
        assertThatThrownBy(() -> CaptureWriter.create(directory))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining(directory.toString());
    }

    @Test
    void timeNanos_lastSecondOfTheFormat_isNotNegative() throws Exception {
        ByteBuffer.wrap(capture).order(ByteOrder.LITTLE_ENDIAN).putInt(FIRST_EVENT, -1);
        var reader = CaptureReader.of("memory", ByteBuffer.wrap(capture));
        assertThat(reader.next(bytes)).isTrue();
        assertThat(reader.timeNanos()).isEqualTo(0xffff_ffffL * 1_000_000_000 + TIME % 1_000_000_000);
    }

    private int readAll(Path file) throws CaptureException {
        int events = 0;
        try (var reader = CaptureReader.open(file)) {
            while (reader.next(bytes)) {
                events++;
            }
        }
        return events;
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(directory.resolve("capture"), content);
    }

    private static byte[] pattern(int length) {
        var bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + length);
        }
        return bytes;
    }
}

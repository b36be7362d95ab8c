package org.serai.format.gguf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.serai.error.SeraiException;
import org.serai.model.ModelFile;
import org.serai.model.ModelFormat;
import org.serai.model.ModelMetadata;
import org.serai.model.TensorInfo;
import org.serai.model.TensorType;
import org.serai.tck.ModelFormatContract;

final class GgufFormatTest extends ModelFormatContract {
    @Override
    protected ModelFormat format() {
        return new GgufFormat();
    }

    @Override
    protected Path writeModel() throws IOException {
        return GgufBuilder.sound().write(folder.resolve("model.gguf"));
    }

    @Override
    protected String stringKey() {
        return "general.architecture";
    }

    @Override
    protected String integerKey() {
        return "llama.block_count";
    }

    @Override
    protected String stringsKey() {
        return "tokenizer.ggml.tokens";
    }

    @Test
    void readsValuesOfEveryType() throws IOException {
        try (ModelFile model = format().open(writeModel())) {
            ModelMetadata metadata = model.metadata();
            assertEquals("llama", metadata.string("general.architecture").orElseThrow());
            assertEquals(200, metadata.integer("a.u8").orElseThrow());
            assertEquals(-3, metadata.integer("a.i8").orElseThrow());
            assertEquals(60_000, metadata.integer("a.u16").orElseThrow());
            assertEquals(-300, metadata.integer("a.i16").orElseThrow());
            assertEquals(0x9000_0000L, metadata.integer("llama.block_count").orElseThrow());
            assertEquals(-70_000, metadata.integer("a.i32").orElseThrow());
            assertEquals(1L << 40, metadata.integer("a.u64").orElseThrow());
            assertEquals(-(1L << 40), metadata.integer("a.i64").orElseThrow());
            assertEquals(0.5, metadata.number("a.f32").orElseThrow());
            assertEquals(1e-300, metadata.number("a.f64").orElseThrow());
            assertEquals(200, metadata.number("a.u8").orElseThrow());
            assertTrue(metadata.bool("a.bool").orElseThrow());
            assertEquals(
                    List.of("a", "é", "", "Ġthe"),
                    metadata.strings("tokenizer.ggml.tokens").orElseThrow());
            assertArrayEquals(
                    new long[] {1, 3, -1},
                    metadata.integers("tokenizer.ggml.token_type").orElseThrow());
            assertArrayEquals(
                    new float[] {1, 3, -1},
                    metadata.numbers("tokenizer.ggml.token_type").orElseThrow());
            assertArrayEquals(
                    new float[] {0.25f, -1},
                    metadata.numbers("tokenizer.ggml.scores").orElseThrow());
            assertArrayEquals(new long[] {1, 0}, metadata.integers("a.bools").orElseThrow());
            assertEquals(
                    "[1, 3, -1]", metadata.display("tokenizer.ggml.token_type").orElseThrow());
        }
    }

    @Test
    void metadataStaysUsableAfterClose() throws IOException {
        ModelFile model = format().open(writeModel());
        ModelMetadata metadata = model.metadata();
        model.close();
        assertEquals(4, metadata.strings("tokenizer.ggml.tokens").orElseThrow().size());
    }

    @Test
    void longArraysAreShownAbridged() throws IOException {
        Path file = new GgufBuilder().i32s("many", new int[1000]).write(folder.resolve("vocabulary.gguf"));
        try (ModelFile model = format().open(file)) {
            assertEquals(
                    "[0, 0, 0, 0, 0, 0, 0, 0, … 1000 in all]",
                    model.metadata().display("many").orElseThrow());
        }
    }

    @Test
    void unsignedValuesBeyondTheLongRangeAreAnErrorAsIntegersOnly() throws IOException {
        Path file = new GgufBuilder().u64("large", -1).write(folder.resolve("large.gguf"));
        try (ModelFile model = format().open(file)) {
            assertCode(GgufErrors.VALUE_TYPE.number(), () -> model.metadata().integer("large"));
            assertEquals(0x1p64, model.metadata().number("large").orElseThrow());
            assertEquals(
                    "18446744073709551615", model.metadata().display("large").orElseThrow());
        }
    }

    @Test
    void textThatIsNotUtf8IsRefusedAndNotRepaired() throws IOException {
        Path file =
                new GgufBuilder().string("text", new byte[] {'a', (byte) 0xff}).write(folder.resolve("latin1.gguf"));
        try (ModelFile model = format().open(file)) {
            assertCode(GgufErrors.MALFORMED.number(), () -> model.metadata().string("text"));
        }
    }

    @Test
    void tensorsAreFoundWhereTheyWereWritten() throws IOException {
        try (ModelFile model = format().open(writeModel())) {
            assertEquals(
                    List.of("blk.0.F32", "blk.0.Q4_K", "blk.0.Q8_0", "scalar"),
                    model.tensors().stream().map(TensorInfo::name).toList());
            for (int t = 0; t < model.tensors().size(); t++) {
                MemorySegment data = model.data(model.tensors().get(t));
                for (int i = 0; i < data.byteSize(); i++) {
                    assertEquals((byte) ((t + 1) * 31 + i), data.get(ValueLayout.JAVA_BYTE, i));
                }
            }
            TensorInfo stranger = new TensorInfo("blk.0.F32", TensorType.F16, List.of(256L, 3L));
            assertThrows(IllegalArgumentException.class, () -> model.data(stranger));
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsEveryTypeWithALayout(TensorType type) throws IOException {
        Path file = new GgufBuilder()
                .tensor("t", type, type.blockElements() * 2L, 3)
                .write(folder.resolve("t.gguf"));
        try (ModelFile model = format().open(file)) {
            TensorInfo tensor = model.tensor("t").orElseThrow();
            assertEquals(type, tensor.type());
            assertEquals(6L * type.blockBytes(), model.data(tensor).byteSize());
        }
    }

    @Test
    void readsVersion2AndOtherAlignments() throws IOException {
        Path file = new GgufBuilder()
                .version(2)
                .alignment(4096)
                .tensor("a", TensorType.F32, 3)
                .tensor("b", TensorType.F32, 3)
                .write(folder.resolve("v2.gguf"));
        try (ModelFile model = format().open(file)) {
            assertEquals(62, model.data(model.tensor("b").orElseThrow()).get(ValueLayout.JAVA_BYTE, 0));
        }
    }

    @Test
    void opensAVocabularyWithoutTensors() throws IOException {
        Path file = new GgufBuilder().strings("tokenizer.ggml.tokens", "a").write(folder.resolve("vocab.gguf"));
        try (ModelFile model = format().open(file)) {
            assertTrue(model.tensors().isEmpty());
            assertEquals(
                    List.of("a"),
                    model.metadata().strings("tokenizer.ggml.tokens").orElseThrow());
        }
    }

    @Test
    void readsTensorsBeyondTwoGibibytes() throws IOException {
        Path file = folder.resolve("sparse.gguf");
        long rows = (3L << 30) / 4096;
        byte[] header = new GgufBuilder()
                .tensorInfo("large", TensorType.F32.number(), 0, 1024, rows)
                .tensorInfo("last", TensorType.I8.number(), 3L << 30, 4)
                .header();
        long dataStart = (header.length + 31L) & -32;
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.write(header);
            out.seek(dataStart + (3L << 30));
            out.write("tail".getBytes(StandardCharsets.US_ASCII));
        }
        try (ModelFile model = format().open(file)) {
            MemorySegment large = model.data(model.tensor("large").orElseThrow());
            assertEquals(3L << 30, large.byteSize());
            assertEquals(0, large.get(ValueLayout.JAVA_BYTE, large.byteSize() - 1));
            byte[] last = model.data(model.tensor("last").orElseThrow()).toArray(ValueLayout.JAVA_BYTE);
            assertEquals("tail", new String(last, StandardCharsets.US_ASCII));
        }
    }

    @Test
    void anUnreadableFileSaysSo() throws IOException {
        Path file = writeModel();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(file), "the superuser reads everything");
        assertFalse(format().supports(file).isYes());
        assertCode(GgufErrors.UNREADABLE.number(), () -> format().open(file));
    }

    @Test
    void filesThatAreNoModelHaveTheirOwnCodes() throws IOException {
        assertCode(GgufErrors.NOT_FOUND.number(), () -> format().open(folder.resolve("missing.gguf")));
        assertCode(GgufErrors.UNREADABLE.number(), () -> format().open(folder));
        Path empty = Files.createFile(folder.resolve("empty.gguf"));
        assertCode(GgufErrors.NOT_GGUF.number(), () -> format().open(empty));
        Path short3 = Files.writeString(folder.resolve("short.gguf"), "GGU");
        assertCode(GgufErrors.NOT_GGUF.number(), () -> format().open(short3));
    }

    private static void assertCode(int number, Runnable call) {
        SeraiException e = assertThrows(SeraiException.class, call::run);
        assertEquals(number, e.code().number(), e.getMessage());
    }

    /** A vocabulary may have the character that stands for what cannot be decoded. */
    @Test
    void readsTheReplacementCharacterAsAnyOther() throws IOException {
        Path file = new GgufBuilder()
                .strings("tokenizer.ggml.tokens", "\uFFFD", "a\uFFFDb", "c")
                .write(folder.resolve("replacement.gguf"));
        try (ModelFile model = format().open(file)) {
            assertEquals(
                    List.of("\uFFFD", "a\uFFFDb", "c"),
                    model.metadata().strings("tokenizer.ggml.tokens").orElseThrow());
        }
    }
}

package org.serai.tck;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.error.ErrorCategory;
import org.serai.error.SeraiException;
import org.serai.model.ModelFile;
import org.serai.model.ModelFormat;
import org.serai.model.ModelMetadata;
import org.serai.model.Support;
import org.serai.model.TensorInfo;

/** What every {@link ModelFormat} keeps to. */
public abstract class ModelFormatContract {
    private static final String ABSENT = "no.such.key";

    @TempDir
    protected Path folder;

    /** The format under test. */
    protected abstract ModelFormat format();

    /** Writes a sound model with at least one tensor into {@link #folder} and gives its first file. */
    protected abstract Path writeModel() throws IOException;

    /** A key of the model's metadata that holds a string. */
    protected abstract String stringKey();

    /** A key of the model's metadata that holds an integer. */
    protected abstract String integerKey();

    /** A key of the model's metadata that holds an array of strings. */
    protected abstract String stringsKey();

    @Test
    void supportsItsOwnFiles() throws IOException {
        assertInstanceOf(Support.Yes.class, format().supports(writeModel()));
    }

    @Test
    void saysWhyItDoesNotSupportOtherFiles() throws IOException {
        Path foreign = Files.writeString(folder.resolve("foreign"), "a text that is certainly no model file at all");
        Path empty = Files.createFile(folder.resolve("empty"));
        for (Path file : List.of(foreign, empty, folder, folder.resolve("missing"))) {
            Support.No no = assertInstanceOf(Support.No.class, format().supports(file), file.toString());
            assertFalse(no.reason().isBlank(), file.toString());
        }
    }

    @Test
    void refusesToOpenOtherFilesByName() throws IOException {
        Path foreign = Files.writeString(folder.resolve("foreign"), "a text that is certainly no model file at all");
        Path empty = Files.createFile(folder.resolve("empty"));
        for (Path file : List.of(foreign, empty, folder, folder.resolve("missing"))) {
            SeraiException e = assertThrows(SeraiException.class, () -> format().open(file), file.toString());
            assertTrue(e.toString().contains(file.toString()), e.getMessage());
        }
    }

    @Test
    void refusesATruncatedFileAtEveryLength() throws IOException {
        byte[] whole = Files.readAllBytes(writeModel());
        Path cut = folder.resolve("cut");
        int lengthWithAllTensors = lengthWithAllTensors(whole);
        for (int length = 0; length < lengthWithAllTensors; length += 1 + length / 97) {
            Files.write(cut, Arrays.copyOf(whole, length));
            int shown = length;
            SeraiException e = assertThrows(SeraiException.class, () -> format().open(cut), () -> shown + " bytes");
            assertEquals(ErrorCategory.CORRUPT, e.code().category(), e.getMessage());
        }
    }

    /** The shortest file that still opens: padding after the last tensor may be missing. */
    private int lengthWithAllTensors(byte[] whole) throws IOException {
        Path cut = folder.resolve("shortest");
        int length = whole.length;
        while (true) {
            Files.write(cut, Arrays.copyOf(whole, length - 1));
            try {
                format().open(cut).close();
                length--;
            } catch (SeraiException e) {
                return length;
            }
        }
    }

    @Test
    void tensorsHaveDistinctNamesAndExactlyTheirBytes() throws IOException {
        try (ModelFile model = format().open(writeModel())) {
            assertFalse(model.tensors().isEmpty());
            Set<String> names = new HashSet<>();
            for (TensorInfo tensor : model.tensors()) {
                assertTrue(names.add(tensor.name()), tensor.name());
                assertEquals(tensor, model.tensor(tensor.name()).orElseThrow());
                MemorySegment data = model.data(tensor);
                assertEquals(tensor.bytes(), data.byteSize(), tensor.name());
                assertTrue(data.isReadOnly(), tensor.name());
            }
            assertTrue(model.tensor("no.such.tensor").isEmpty());
        }
    }

    @Test
    void namesItsParts() throws IOException {
        Path file = writeModel();
        try (ModelFile model = format().open(file)) {
            assertEquals(file, model.parts().getFirst());
            model.parts().forEach(part -> assertTrue(Files.isRegularFile(part), part.toString()));
        }
    }

    @Test
    void absentKeysAreEmpty() throws IOException {
        try (ModelFile model = format().open(writeModel())) {
            ModelMetadata metadata = model.metadata();
            assertAll(
                    () -> assertFalse(metadata.keys().contains(ABSENT)),
                    () -> assertTrue(metadata.string(ABSENT).isEmpty()),
                    () -> assertTrue(metadata.integer(ABSENT).isEmpty()),
                    () -> assertTrue(metadata.number(ABSENT).isEmpty()),
                    () -> assertTrue(metadata.bool(ABSENT).isEmpty()),
                    () -> assertTrue(metadata.strings(ABSENT).isEmpty()),
                    () -> assertTrue(metadata.integers(ABSENT).isEmpty()),
                    () -> assertTrue(metadata.numbers(ABSENT).isEmpty()),
                    () -> assertTrue(metadata.display(ABSENT).isEmpty()));
        }
    }

    @Test
    void valuesOfAnotherTypeAreCorrupt() throws IOException {
        try (ModelFile model = format().open(writeModel())) {
            ModelMetadata metadata = model.metadata();
            assertAll(
                    () -> assertMismatch(stringKey(), () -> metadata.integer(stringKey())),
                    () -> assertMismatch(stringKey(), () -> metadata.number(stringKey())),
                    () -> assertMismatch(stringKey(), () -> metadata.bool(stringKey())),
                    () -> assertMismatch(stringKey(), () -> metadata.strings(stringKey())),
                    () -> assertMismatch(integerKey(), () -> metadata.string(integerKey())),
                    () -> assertMismatch(integerKey(), () -> metadata.integers(integerKey())),
                    () -> assertMismatch(stringsKey(), () -> metadata.string(stringsKey())),
                    () -> assertMismatch(stringsKey(), () -> metadata.integers(stringsKey())),
                    () -> assertMismatch(stringsKey(), () -> metadata.numbers(stringsKey())));
        }
    }

    private static void assertMismatch(String key, Callable<?> getter) {
        SeraiException e = assertThrows(SeraiException.class, getter::call);
        assertEquals(ErrorCategory.CORRUPT, e.code().category());
        assertTrue(e.toString().contains(key), e.getMessage());
    }

    @Test
    void everyKeyCanBeShown() throws IOException {
        try (ModelFile model = format().open(writeModel())) {
            for (String key : model.metadata().keys()) {
                assertNotNull(model.metadata().display(key).orElseThrow());
            }
            assertEquals(model.metadata().string(stringKey()), model.metadata().display(stringKey()));
        }
    }

    @Test
    void dataCannotBeReadAfterClose() throws IOException {
        ModelFile model = format().open(writeModel());
        MemorySegment data = model.data(model.tensors().getFirst());
        model.close();
        model.close();
        assertThrows(IllegalStateException.class, () -> data.get(ValueLayout.JAVA_BYTE, 0));
    }

    @Test
    void oneFileCanBeOpenedSeveralTimes() throws IOException {
        Path file = writeModel();
        try (ModelFile first = format().open(file)) {
            format().open(file).close();
            TensorInfo tensor = first.tensors().getFirst();
            assertEquals(tensor.bytes(), first.data(tensor).toArray(ValueLayout.JAVA_BYTE).length);
        }
    }

    @Test
    void manyThreadsReadOneModel() throws Exception {
        try (ModelFile model = format().open(writeModel());
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Long>> sums = threads.invokeAll(Collections.nCopies(16, () -> checksum(model)));
            long expected = checksum(model);
            for (Future<Long> sum : sums) {
                assertEquals(expected, sum.get());
            }
        }
    }

    private static long checksum(ModelFile model) {
        long sum = model.metadata().keys().hashCode();
        for (TensorInfo tensor : model.tensors()) {
            for (byte b : model.data(tensor).toArray(ValueLayout.JAVA_BYTE)) {
                sum = sum * 31 + b;
            }
        }
        return sum;
    }
}

package org.serai.format.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;
import org.serai.model.ModelFile;
import org.serai.model.TensorInfo;
import org.serai.model.TensorType;

final class SplitModelTest {
    @TempDir
    Path folder;

    private Path part(int number) {
        return folder.resolve("model-0000" + number + "-of-00003.gguf");
    }

    private static GgufBuilder split(int index, int count, int tensors) {
        return new GgufBuilder()
                .u16("split.no", index)
                .u16("split.count", count)
                .i32("split.tensors.count", tensors)
                .string("part", "number " + index);
    }

    private void writeParts(int tensors) throws IOException {
        for (int i = 0; i < 3; i++) {
            split(i, 3, tensors).tensor("t" + i, TensorType.F32, 4).write(part(i + 1));
        }
    }

    @Test
    void allPartsAreOneModel() throws IOException {
        writeParts(3);
        try (ModelFile model = new GgufFormat().open(part(1))) {
            assertEquals(List.of(part(1), part(2), part(3)), model.parts());
            assertEquals(
                    List.of("t0", "t1", "t2"),
                    model.tensors().stream().map(TensorInfo::name).toList());
            assertEquals("number 0", model.metadata().string("part").orElseThrow());
            for (TensorInfo tensor : model.tensors()) {
                assertEquals(31, model.data(tensor).get(ValueLayout.JAVA_BYTE, 0));
            }
        }
    }

    @Test
    void aPartThatIsMissingIsNamed() throws IOException {
        writeParts(3);
        Files.delete(part(2));
        refused(GgufErrors.PART_MISSING, part(1), part(2).toString());
    }

    @Test
    void aLaterPartPointsToTheFirst() throws IOException {
        writeParts(3);
        refused(GgufErrors.NOT_FIRST_PART, part(3), part(1).toString());
    }

    @Test
    void partsOfAnotherModelAreRefused() throws IOException {
        writeParts(3);
        split(1, 4, 3).tensor("t1", TensorType.F32, 4).write(part(2));
        refused(GgufErrors.PARTS_DIFFER, part(1), "split.count = 4");
        new GgufBuilder().tensor("t1", TensorType.F32, 4).write(part(2));
        refused(GgufErrors.PARTS_DIFFER, part(1), "split.no = nothing");
    }

    @Test
    void swappedPartsAreRefused() throws IOException {
        writeParts(3);
        Files.copy(part(1), folder.resolve("other-00002-of-00003.gguf"));
        refused(GgufErrors.PARTS_DIFFER, folder.resolve("other-00002-of-00003.gguf"), "its name says otherwise");
    }

    @Test
    void aWrongNumberOfTensorsIsRefused() throws IOException {
        writeParts(4);
        refused(GgufErrors.PARTS_DIFFER, part(1), "announces 4 tensors");
    }

    @Test
    void aTensorInTwoPartsIsRefused() throws IOException {
        writeParts(3);
        split(2, 3, 3).tensor("t1", TensorType.F32, 4).write(part(3));
        refused(GgufErrors.PARTS_DIFFER, part(1), "\"t1\"");
    }

    @Test
    void aRenamedPartSaysWhatItsNameShouldBe() throws IOException {
        writeParts(3);
        Path renamed = Files.move(part(1), folder.resolve("renamed.gguf"));
        refused(GgufErrors.PARTS_DIFFER, renamed, "-of-00003.gguf");
    }

    @Test
    void aDamagedPartIsNamed() throws IOException {
        writeParts(3);
        Files.write(part(3), new byte[0]);
        refused(GgufErrors.NOT_GGUF, part(1), part(3).toString());
    }

    private static void refused(ErrorCode code, Path file, String words) {
        SeraiException e = assertThrows(SeraiException.class, () -> new GgufFormat().open(file));
        assertEquals(code, e.code(), e.getMessage());
        assertTrue(String.valueOf(e.getMessage()).contains(words), e.getMessage());
    }
}

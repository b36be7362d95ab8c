package org.serai.runtime.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.status.StatusSource.Row;

class ConfigurationFilesTest {
    @TempDir
    Path etc;

    @Test
    void saysNothingOfFilesThatAreText() throws Exception {
        Files.writeString(etc.resolve("org.serai.alias~größe.cfg"), "model=größe\n");
        Files.write(etc.resolve("notes.bin"), new byte[] {(byte) 0xff});

        assertEquals(List.of(), ConfigurationFiles.unreadable(etc));
    }

    @Test
    void saysWhichFileIsNoTextAndWhatToDo() throws Exception {
        Files.write(etc.resolve("latin.cfg"), "model=größe\n".getBytes(StandardCharsets.ISO_8859_1));
        Files.writeString(etc.resolve("windows.cfg"), "model=C:\\users\\me\n");

        List<Row> rows = ConfigurationFiles.unreadable(etc).stream()
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .toList();

        assertEquals(
                List.of("latin.cfg", "windows.cfg"),
                rows.stream().map(Row::name).toList());
        rows.forEach(row -> {
            assertFalse(row.healthy());
            assertTrue(row.detail().startsWith("SERAI-1008: "), row::toString);
        });
        assertTrue(rows.getFirst().detail().contains("UTF-8"), rows::toString);
        assertTrue(rows.getLast().detail().contains("backslash"), rows::toString);
    }

    @Test
    void saysThatTheFolderIsGone() {
        Row row = ConfigurationFiles.unreadable(etc.resolve("none")).getFirst();

        assertTrue(row.detail().startsWith("SERAI-1008: "), row::toString);
    }
}

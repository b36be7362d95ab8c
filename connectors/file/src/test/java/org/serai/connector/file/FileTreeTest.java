package org.serai.connector.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {
    private static final int ROUNDS = 1_000;

    @TempDir
    Path folder;

    @Test
    void foldersAreLookedInto() throws Exception {
        Path inner = Files.createDirectories(folder.resolve("a/b"));
        Path file = Files.writeString(inner.resolve("letter.txt"), "text");
        Path other = Files.writeString(folder.resolve("other.txt"), "text");
        Files.createSymbolicLink(folder.resolve("link.txt"), other);
        assertEquals(Set.of(file, other), Set.copyOf(FileTree.files(folder)));
    }

    @Test
    void aFolderThatIsNotThereIsSaid() {
        assertThrows(NoSuchFileException.class, () -> FileTree.files(folder.resolve("none")));
    }

    @Test
    void whatComesAndGoesMeanwhileIsNoError() throws Exception {
        Path stays = Files.writeString(folder.resolve("stays.txt"), "text");
        CompletableFuture<Void> others = CompletableFuture.runAsync(this::comeAndGo);
        do {
            List<Path> files = FileTree.files(folder);
            assertTrue(files.contains(stays), files::toString);
        } while (!others.isDone());
        others.join();
    }

    private void comeAndGo() {
        try {
            for (int round = 0; round < ROUNDS; round++) {
                Path inner = Files.createDirectories(folder.resolve("inner"));
                Path file = Files.writeString(inner.resolve("letter.txt"), "text");
                Files.delete(file);
                Files.delete(inner);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package org.serai.it.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file system of some kibibytes, mounted on a folder. That takes rights that root has on a machine of its own, but not
 * in every container; where it may not be mounted, the test is skipped with the reason.
 */
final class TinyDisk implements AutoCloseable {
    private final Path folder;

    private TinyDisk(Path folder) {
        this.folder = folder;
    }

    static TinyDisk mount(Path folder, int kibibytes) throws IOException {
        Files.createDirectories(folder);
        String refusal = run("mount", "-t", "tmpfs", "-o", "size=" + kibibytes + "k", "tmpfs", folder.toString());
        assumeTrue(refusal.isEmpty(), () -> "No file system can be mounted here, so no disk can be full: " + refusal);
        return new TinyDisk(folder);
    }

    Path folder() {
        return folder;
    }

    /** Takes all the room that is left. */
    void fill() throws IOException {
        long room = Files.getFileStore(folder).getUsableSpace();
        Files.write(folder.resolve(".ballast"), new byte[(int) room]);
        assertEquals(0, Files.getFileStore(folder).getUsableSpace());
    }

    /** Makes room again. */
    void free() throws IOException {
        Files.delete(folder.resolve(".ballast"));
    }

    @Override
    public void close() throws IOException {
        assertEquals("", run("umount", folder.toString()));
    }

    /** What a program complains of; empty where it succeeds. */
    private static String run(String... line) throws IOException {
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? "" : output + " (status " + process.exitValue() + ")";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}

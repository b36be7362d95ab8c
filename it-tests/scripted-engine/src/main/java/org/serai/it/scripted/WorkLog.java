package org.serai.it.scripted;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Writes a line for each inference that begins, before anything else happens, so that a test can count what a killed
 * process has done: the time in milliseconds, the alias and the prompt's last line.
 */
record WorkLog(Optional<Path> file) {
    synchronized void begin(String alias, String prompt) {
        if (file.isEmpty()) {
            return;
        }
        String last = prompt.lines().reduce((a, b) -> b).orElse("");
        try {
            Files.writeString(
                    file.get(),
                    System.currentTimeMillis() + " " + alias + " " + last + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package org.serai.runtime.status;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.serai.status.StatusSource.Row;

/** The files of {@code etc/} that never become a configuration, because they cannot be read. */
final class ConfigurationFiles {
    private ConfigurationFiles() {}

    /** A row for each such file, with the reason. */
    static List<Row> unreadable(Path etc) {
        List<Row> rows = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(etc, "*.cfg")) {
            for (Path file : files) {
                String reason = reason(file);
                if (!reason.isEmpty()) {
                    rows.add(row(file, reason));
                }
            }
        } catch (IOException e) {
            rows.add(
                    row(etc, "The folder cannot be listed (" + e + "); make it readable for the user that runs Serai"));
        }
        return rows;
    }

    private static String reason(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            new Properties().load(reader);
            return "";
        } catch (NoSuchFileException deletedMeanwhile) {
            return "";
        } catch (AccessDeniedException e) {
            return "The file may not be read. Give the user that runs Serai the right to read it";
        } catch (CharacterCodingException e) {
            return "The file is not UTF-8. Save it as UTF-8";
        } catch (IllegalArgumentException e) {
            return "The file has a \\u that is not followed by four hexadecimal digits. Write a backslash as \\\\";
        } catch (IOException e) {
            return "The file cannot be read (" + e + "). Check the disk";
        }
    }

    private static Row row(Path file, String reason) {
        return new Row(
                String.valueOf(file.getFileName()), "unreadable", StatusErrors.UNREADABLE_FILE + ": " + reason, false);
    }
}

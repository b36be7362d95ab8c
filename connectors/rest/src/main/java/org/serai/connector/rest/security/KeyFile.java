package org.serai.connector.rest.security;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.serai.connector.rest.RestErrors;
import org.serai.connector.rest.http.Role;
import org.serai.error.SeraiException;

/**
 * The file with the API keys, {@code data/keys/api-keys}: a line for each key, with its name, role, time, salt and hash,
 * separated by blanks. Only its owner may read it. It is replaced as a whole, so a reader sees the old or the new one;
 * writers of several processes take turns.
 */
final class KeyFile {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final int FIELDS = 5;

    private final Path file;

    KeyFile(Path home) {
        file = home.resolve("data").resolve("keys").resolve("api-keys");
    }

    Path path() {
        return file;
    }

    /** All keys; none where there is no file. */
    List<ApiKey> read() {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw unusable("cannot be read: " + e, e);
        }
        List<ApiKey> keys = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                keys.add(parse(lines.get(i), i + 1));
            }
        }
        return keys;
    }

    private ApiKey parse(String line, int number) {
        String[] fields = line.split(" ", -1);
        try {
            if (fields.length == FIELDS) {
                return new ApiKey(
                        fields[0], Role.of(fields[1]).orElseThrow(), Instant.parse(fields[2]), fields[3], fields[4]);
            }
        } catch (DateTimeException | NoSuchElementException e) {
            throw damaged(number, e);
        }
        throw damaged(number, null);
    }

    private SeraiException damaged(int line, @Nullable Exception cause) {
        return unusable("has no key in line " + line, cause);
    }

    private SeraiException unusable(String what, @Nullable Exception cause) {
        return new SeraiException(
                RestErrors.KEYS_UNUSABLE,
                "The file with the API keys, " + file + ", " + what
                        + ". Correct it or its rights; deleting it takes all keys away.",
                cause);
    }

    /** Changes the keys, alone among all processes. */
    void change(UnaryOperator<List<ApiKey>> change) {
        try {
            createFolder();
            try (FileChannel channel = FileChannel.open(
                            file.resolveSibling("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = channel.lock()) {
                write(change.apply(read()));
            }
        } catch (IOException e) {
            throw unusable("cannot be written: " + e, e);
        }
    }

    private void createFolder() throws IOException {
        Path folder = file.getParent();
        Files.createDirectories(folder);
        if (POSIX) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private void write(List<ApiKey> keys) throws IOException {
        String text = keys.stream()
                .map(key -> String.join(
                        " ", key.name(), key.role().wireName(), key.created().toString(), key.salt(), key.hash()))
                .collect(Collectors.joining("\n", "", keys.isEmpty() ? "" : "\n"));
        Path draft = Files.createTempFile(file.getParent(), "api-keys", ".new"); // for its owner alone
        Files.write(draft, text.getBytes(StandardCharsets.UTF_8));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}

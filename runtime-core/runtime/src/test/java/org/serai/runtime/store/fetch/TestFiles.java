package org.serai.runtime.store.fetch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.serai.tck.Goldens;

/** Files for the tests of the store. */
public final class TestFiles {
    private TestFiles() {}

    /** Bytes that look like noise and are the same at each run. */
    public static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    /** A small real model. */
    public static Path model() {
        return golden("-f32.gguf", "models");
    }

    /** The first part of a split model, or empty where the reference data has none. */
    public static Optional<Path> splitModel() {
        return find("-00001-of-", Goldens.directory("models"));
    }

    private static Path golden(String part, String folder) {
        return find(part, Goldens.directory(folder)).orElseThrow();
    }

    private static Optional<Path> find(String part, Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> String.valueOf(file.getFileName()).contains(part))
                    .filter(file -> file.toString().endsWith(".gguf"))
                    .sorted()
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

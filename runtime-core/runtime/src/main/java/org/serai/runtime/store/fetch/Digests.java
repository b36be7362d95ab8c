package org.serai.runtime.store.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import org.serai.error.SeraiException;

/** Digests of models: SHA-256 over all files, one after the other. */
public final class Digests {
    private static final String PREFIX = "sha256:";
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
    private static final int BUFFER_BYTES = 1 << 18;

    private Digests() {}

    /** Reads the files and gives {@code sha256:…}; tells after each piece how many bytes were read so far. */
    public static String of(List<Path> files, LongConsumer progress) throws IOException {
        MessageDigest sha256 = sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        long done = 0;
        for (Path file : files) {
            try (InputStream in = Files.newInputStream(file)) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    sha256.update(buffer, 0, n);
                    done += n;
                    progress.accept(done);
                }
            }
        }
        return PREFIX + HexFormat.of().formatHex(sha256.digest());
    }

    /** Accepts 64 hexadecimal digits with or without {@code sha256:} before them. */
    public static String parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        String hex = lower.startsWith(PREFIX) ? lower.substring(PREFIX.length()) : lower;
        if (!isHex(hex)) {
            throw new SeraiException(
                    FetchErrors.BAD_SOURCE, "'" + text + "' is no SHA-256 digest; it has 64 hexadecimal digits");
        }
        return PREFIX + hex;
    }

    public static boolean isHex(String text) {
        return HEX.matcher(text).matches();
    }

    public static String ofHex(String hex) {
        return PREFIX + hex;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}

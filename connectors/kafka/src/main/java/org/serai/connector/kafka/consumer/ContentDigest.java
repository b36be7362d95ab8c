package org.serai.connector.kafka.consumer;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The digest of a value as text, made when somebody asks for it: many routes never do. Thread-safe. */
final class ContentDigest {
    private final byte @Nullable [] value;
    private volatile @Nullable String text;

    /** @param value of a record, which nobody changes; null is as good as empty */
    ContentDigest(byte @Nullable [] value) {
        this.value = value;
    }

    @Override
    public String toString() {
        @Nullable String known = text;
        if (known == null) {
            known = digest();
            text = known;
        }
        return known;
    }

    private String digest() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return "sha256:" + HexFormat.of().formatHex(sha256.digest(value == null ? new byte[0] : value));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}

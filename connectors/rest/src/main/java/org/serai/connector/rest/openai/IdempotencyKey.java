package org.serai.connector.rest.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.serai.connector.rest.http.Call;
import org.serai.connector.rest.http.HttpException;
import org.serai.engine.Source;

/**
 * The header {@code Idempotency-Key}: a request that is sent again with the same key, by the same caller and with the
 * same content, is answered from the ledger, and no model works.
 */
final class IdempotencyKey {
    private static final String HEADER = "Idempotency-Key";
    private static final int LONGEST = 255;

    private IdempotencyKey() {}

    /** What a call is made for; null where its sender did not name it. */
    static @Nullable Source source(Call call, ObjectNode body) {
        Optional<String> key = call.header(HEADER);
        if (key.isEmpty()) {
            return null;
        }
        if (key.get().isBlank() || key.get().length() > LONGEST) {
            throw new HttpException(
                    400,
                    OpenAiErrors.BAD_ARGUMENT,
                    "The header " + HEADER + " must have 1 to " + LONGEST + " characters.",
                    HEADER);
        }
        return new Source("rest:" + call.caller().name() + "/" + key.get(), "sha256:" + sha256(Wire.bytes(body)));
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}

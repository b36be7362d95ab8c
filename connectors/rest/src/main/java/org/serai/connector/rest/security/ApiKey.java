package org.serai.connector.rest.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import org.serai.connector.rest.http.Role;

/**
 * An API key as it is stored: without the secret. The secret has 256 random bits, which nobody can guess however fast the
 * hash is, so one round of SHA-256 with a salt is enough; the salt keeps equal hashes from telling anything across homes.
 *
 * @param name how people call it
 * @param role what it allows
 * @param created when it was made
 * @param salt hexadecimal
 * @param hash hexadecimal SHA-256 of salt and secret
 */
record ApiKey(String name, Role role, Instant created, String salt, String hash) {
    private static final String PREFIX = "serai_";
    private static final int SECRET_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A new secret, which is shown once and stored nowhere. */
    static String newSecret() {
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random(SECRET_BYTES));
    }

    static ApiKey of(String name, Role role, Instant created, String secret) {
        String salt = HexFormat.of().formatHex(random(SALT_BYTES));
        return new ApiKey(name, role, created, salt, hash(salt, secret));
    }

    /** Takes the same time for every wrong secret. */
    boolean matches(String secret) {
        return MessageDigest.isEqual(
                hash.getBytes(StandardCharsets.US_ASCII), hash(salt, secret).getBytes(StandardCharsets.US_ASCII));
    }

    private static String hash(String salt, String secret) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(HexFormat.of().parseHex(salt));
            return HexFormat.of().formatHex(digest.digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}

package org.serai.connector.rest.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.serai.connector.rest.RestErrors;
import org.serai.error.SeraiException;

/**
 * A certificate with its private key, read and proved before any server sees them: the key belongs to the certificate, and
 * the certificate is valid now. They live in memory alone; nothing is written to a disk.
 *
 * @param keystore one entry, in memory
 * @param password of that entry, made up for this process
 * @param expires when the certificate does
 */
record Certificates(KeyStore keystore, String password, Instant expires) {
    private static final String ENTRY = "serai";
    private static final Pattern PRIVATE_KEY = Pattern.compile(
            "-----BEGIN (?<type>[A-Z ]*)PRIVATE KEY-----(?<data>[A-Za-z0-9+/=\\s]+)-----END [A-Z ]*PRIVATE KEY-----");

    static Certificates read(RestSettings.TlsFiles files, Instant now) {
        return switch (files) {
            case RestSettings.Pem pem -> of(pem.certificate(), chain(pem.certificate()), privateKey(pem.key()), now);
            case RestSettings.Pkcs12 store -> fromKeystore(store, now);
        };
    }

    private static Certificates fromKeystore(RestSettings.Pkcs12 files, Instant now) {
        Path path = files.keystore();
        char[] password = files.password().toCharArray();
        try (InputStream stream = Files.newInputStream(path)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(stream, password);
            for (String alias : Collections.list(store.aliases())) {
                Key key = store.getKey(alias, password);
                if (key instanceof PrivateKey secret) {
                    return of(path, List.of(store.getCertificateChain(alias)), secret, now);
                }
            }
            throw bad(path, "has no private key", null);
        } catch (IOException | GeneralSecurityException e) {
            throw bad(path, "cannot be read with this password (" + e.getMessage() + ")", e);
        }
    }

    private static Certificates of(Path path, List<? extends Certificate> chain, PrivateKey key, Instant now) {
        if (!(chain.getFirst() instanceof X509Certificate certificate)) {
            throw bad(path, "has no X.509 certificate", null);
        }
        requireValid(path, certificate, now);
        try {
            if (!belong(key, certificate.getPublicKey())) {
                throw bad(path, "and the private key do not belong together", null);
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            String password = ENTRY;
            store.setKeyEntry(ENTRY, key, password.toCharArray(), chain.toArray(Certificate[]::new));
            return new Certificates(store, password, certificate.getNotAfter().toInstant());
        } catch (IOException | GeneralSecurityException e) {
            throw bad(path, "or its key cannot be used (" + e.getMessage() + ")", e);
        }
    }

    private static void requireValid(Path path, X509Certificate certificate, Instant now) {
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            throw bad(path, "expired at " + certificate.getNotAfter().toInstant(), null);
        }
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            throw bad(path, "is not valid before " + certificate.getNotBefore().toInstant(), null);
        }
    }

    /** Signs something and checks the signature: works for every kind of key. */
    private static boolean belong(PrivateKey key, PublicKey other) throws GeneralSecurityException {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm();
                };
        byte[] text = "Serai".getBytes(StandardCharsets.US_ASCII);
        if (!key.getAlgorithm().equals(other.getAlgorithm())) {
            return false;
        }
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(text);
        Signature checking = Signature.getInstance(algorithm);
        checking.initVerify(other);
        checking.update(text);
        return checking.verify(signing.sign());
    }

    private static List<? extends Certificate> chain(Path path) {
        try {
            Collection<? extends Certificate> chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(path)));
            if (chain.isEmpty()) {
                throw bad(path, "has no certificate", null);
            }
            return List.copyOf(chain);
        } catch (IOException | GeneralSecurityException e) {
            throw bad(path, "cannot be read as PEM certificates (" + e.getMessage() + ")", e);
        }
    }

    private static PrivateKey privateKey(Path path) {
        String text;
        try {
            text = Files.readString(path);
        } catch (IOException e) {
            throw bad(path, "cannot be read (" + e + ")", e);
        }
        Matcher block = PRIVATE_KEY.matcher(text);
        if (!block.find()) {
            throw bad(path, "has no block -----BEGIN PRIVATE KEY-----", null);
        }
        if (!block.group("type").isBlank()) {
            throw bad(
                    path,
                    "has a key of the kind " + block.group("type").strip()
                            + "; convert it with `openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW`",
                    null);
        }
        PKCS8EncodedKeySpec encoded =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(block.group("data")));
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (GeneralSecurityException e) {
                // a key of another kind; the encoding itself says which one, and Java has no reader for it
            }
        }
        throw bad(path, "has a private key that is neither RSA, EC nor EdDSA", null);
    }

    private static SeraiException bad(Path path, String what, @Nullable Exception cause) {
        return new SeraiException(
                RestErrors.BAD_CERTIFICATE,
                "The certificate " + path + " " + what
                        + ". Give a valid one in tlsCertificate and tlsKey (PEM), or tlsKeystore and tlsPassword"
                        + " (PKCS#12), in etc/org.serai.rest.cfg.",
                cause);
    }

    /** The password is of no use to anybody, and still nothing to print. */
    @Override
    public String toString() {
        return "Certificates[expires=" + expires + "]";
    }
}

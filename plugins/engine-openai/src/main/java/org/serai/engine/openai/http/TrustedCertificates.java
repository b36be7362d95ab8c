package org.serai.engine.openai.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.serai.engine.openai.error.RemoteErrors;
import org.serai.error.SeraiException;

/** TLS that trusts the certificates of one file and no others. */
final class TrustedCertificates {
    private TrustedCertificates() {}

    /** @param file PEM, one certificate or several */
    static SSLContext context(String server, Path file) {
        try (InputStream bytes = Files.newInputStream(file)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(bytes);
            if (certificates.isEmpty()) {
                throw new GeneralSecurityException("it has no block -----BEGIN CERTIFICATE-----");
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate certificate : certificates) {
                store.setCertificateEntry(String.valueOf(store.size()), certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new SeraiException(
                    RemoteErrors.BAD_CONFIGURATION,
                    "The certificates of server '" + server + "' cannot be read from " + file + " (" + e.getMessage()
                            + "). Give a PEM file in caFile",
                    e);
        }
    }
}

package org.serai.connector.rest.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.connector.rest.RestErrors;
import org.serai.connector.rest.http.Operation;
import org.serai.connector.rest.http.Role;
import org.serai.error.SeraiException;

/** Certificates, from files to the wire. */
class TlsTest {
    private static final String PASSWORD = "changeit";
    private static final Operation OPEN = Operation.get(
            "/open", Role.USE, call -> call.answer(200, "text/plain", "open".getBytes(StandardCharsets.UTF_8)));

    @TempDir
    Path home;

    /** A new certificate for localhost in a PKCS#12 file, made by the keytool of this Java. */
    private Path keystore(String name, String algorithm, String... more) throws Exception {
        Path file = home.resolve(name + ".p12");
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                algorithm,
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString()));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("keytool.log").toFile())
                .start();
        assertTrue(process.waitFor(4, TimeUnit.MINUTES));
        assertEquals(0, process.exitValue(), Files.readString(home.resolve("keytool.log")));
        return file;
    }

    private static KeyStore load(Path file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream stream = Files.newInputStream(file)) {
            store.load(stream, PASSWORD.toCharArray());
        }
        return store;
    }

    private Path pem(Path file, String type, byte[] content) throws IOException {
        return Files.writeString(
                file,
                "-----BEGIN " + type + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + type
                        + "-----\n");
    }

    private Path certificate(Path keystore, String name) throws Exception {
        return pem(
                home.resolve(name + ".crt"),
                "CERTIFICATE",
                load(keystore).getCertificate(name).getEncoded());
    }

    private Path key(Path keystore, String name) throws Exception {
        return pem(
                home.resolve(name + ".key"),
                "PRIVATE KEY",
                load(keystore).getKey(name, PASSWORD.toCharArray()).getEncoded());
    }

    private static HttpClient trusting(Path keystore, String name) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(name, load(keystore).getCertificate(name));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private static String get(HttpClient client, RunningServer server) throws Exception {
        return client.send(HttpRequest.newBuilder(server.uri("/open")).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void speaksTlsWithAPkcs12File() throws Exception {
        Path store = keystore("rsa", "RSA");
        try (RunningServer server =
                        RunningServer.of(home, Map.of("tlsKeystore", store.toString(), "tlsPassword", PASSWORD), OPEN);
                HttpClient client = trusting(store, "rsa")) {
            assertEquals("https", server.uri("/").getScheme());
            assertEquals("open", get(client, server));
        }
    }

    @Test
    void speaksTlsWithPemFilesAndPresentsARenewedCertificateWithoutARestart() throws Exception {
        Path first = keystore("first", "EC");
        Path second = keystore("second", "RSA");
        try (RunningServer server = RunningServer.of(
                        home,
                        Map.of(
                                "tlsCertificate",
                                certificate(first, "first").toString(),
                                "tlsKey",
                                key(first, "first").toString()),
                        OPEN);
                HttpClient before = trusting(first, "first");
                HttpClient after = trusting(second, "second")) {
            assertEquals("open", get(before, server));
            assertThrows(IOException.class, () -> get(after, server));
            server.listener()
                    .present(Certificates.read(
                            new RestSettings.Pem(certificate(second, "second"), key(second, "second")), Instant.now()));
            assertEquals("open", get(after, server));
        }
    }

    private static void assertBad(String part, RestSettings.TlsFiles files) {
        SeraiException e = assertThrows(SeraiException.class, () -> Certificates.read(files, Instant.now()));
        assertEquals(RestErrors.BAD_CERTIFICATE, e.code());
        assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
    }

    @Test
    void refusesWhatCannotWorkBeforeAnyServerSeesIt() throws Exception {
        Path some = keystore("some", "EC");
        Path other = keystore("other", "EC");
        Path old = keystore("old", "EC", "-startdate", "-10d", "-validity", "1");
        Path text = Files.writeString(home.resolve("text.pem"), "hello");
        assertBad("do not belong together", new RestSettings.Pem(certificate(some, "some"), key(other, "other")));
        assertBad("expired at", new RestSettings.Pem(certificate(old, "old"), key(old, "old")));
        assertBad("with this password", new RestSettings.Pkcs12(some, "wrong"));
        assertBad("PEM certificates", new RestSettings.Pem(text, key(some, "some")));
        assertBad("BEGIN PRIVATE KEY", new RestSettings.Pem(certificate(some, "some"), text));
        assertBad("cannot be read", new RestSettings.Pkcs12(home.resolve("nowhere.p12"), PASSWORD));
        Path openSsl = Files.writeString(
                home.resolve("old.key"), Files.readString(key(some, "some")).replace("PRIVATE KEY", "EC PRIVATE KEY"));
        assertBad("openssl pkcs8", new RestSettings.Pem(certificate(some, "some"), openSsl));
    }

    @Test
    void tellsWhenTheCertificateExpires() throws Exception {
        Path store = keystore("some", "EC", "-validity", "30");
        X509Certificate certificate = (X509Certificate) load(store).getCertificate("some");
        assertEquals(
                certificate.getNotAfter().toInstant(),
                Certificates.read(new RestSettings.Pkcs12(store, PASSWORD), Instant.now())
                        .expires());
    }
}

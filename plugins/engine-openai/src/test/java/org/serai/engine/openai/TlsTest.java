package org.serai.engine.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.engine.GenerationListener;
import org.serai.engine.ModelSession;
import org.serai.engine.openai.error.RemoteErrors;
import org.serai.error.SeraiException;

/** A server whose certificate no public authority signed. */
class TlsTest {
    private static final char[] PASSWORD = "secret".toCharArray();

    @TempDir
    private Path folder;

    private KeyStore keys;
    private Path certificate;

    @BeforeEach
    void makeCertificate() throws Exception {
        Path file = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "secret",
                        "-keystore",
                        file.toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.out").toFile())
                .start();
        assertEquals(0, keytool.waitFor(), () -> text(folder.resolve("keytool.out")));
        keys = KeyStore.getInstance("PKCS12");
        try (InputStream stream = Files.newInputStream(file)) {
            keys.load(stream, PASSWORD);
        }
        certificate = Files.writeString(
                folder.resolve("ca.pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(keys.getCertificate("server").getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private ScriptedServer server() throws GeneralSecurityException, IOException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return new ScriptedServer(
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    }

    private static String url(ScriptedServer server) {
        return "https://127.0.0.1:" + server.port() + "/v1";
    }

    @Test
    void trustsTheOwnAuthority() throws Exception {
        try (ScriptedServer server = server();
                ServerFixture fixture = new ServerFixture(
                        url(server), Map.of("caFile", certificate.toString(), "apiKey", "${env:PEER}"));
                ModelSession session = fixture.open(ToyModel.NAME)) {
            assertEquals(
                    2,
                    session.generate(ServerFixture.chat("Hello").maxTokens(2).build(), GenerationListener.NONE)
                            .result()
                            .get(ServerFixture.PATIENCE_SECONDS, TimeUnit.SECONDS)
                            .completionTokens());
        }
    }

    @Test
    void trustsNobodyElse() throws Exception {
        try (ScriptedServer server = server();
                ServerFixture fixture =
                        new ServerFixture(url(server), Map.of("breakerPause", "10m", "longestBreakerPause", "10m"))) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(ServerFixture.PATIENCE_SECONDS);
            String detail = fixture.server().rows().getFirst().detail();
            while (!detail.contains("caFile") && System.nanoTime() < end) {
                Thread.sleep(20);
                detail = fixture.server().rows().getFirst().detail();
            }

            assertTrue(detail.contains("TLS"), detail);
            assertEquals("away", fixture.server().rows().getFirst().state());
            assertEquals(List.of(), server.requests());
        }
    }

    @Test
    void saysWhichCertificatesCannotBeRead() throws IOException {
        Path letter = Files.writeString(folder.resolve("letter.pem"), "Dear Sir or Madam");

        for (Path bad : List.of(letter, folder.resolve("missing.pem"))) {
            SeraiException problem = assertThrows(
                    SeraiException.class,
                    () -> new ServerFixture("https://127.0.0.1:1/v1", Map.of("caFile", bad.toString())));
            assertEquals(RemoteErrors.BAD_CONFIGURATION, problem.code());
            assertTrue(String.valueOf(problem.getMessage()).contains(bad.toString()), problem.getMessage());
        }
    }
}

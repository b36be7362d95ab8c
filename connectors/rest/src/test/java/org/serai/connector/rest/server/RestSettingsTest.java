package org.serai.connector.rest.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.serai.connector.rest.RestErrors;
import org.serai.error.SeraiException;

class RestSettingsTest {
    private static final Path HOME = Path.of("/srv/serai");

    private static RestSettings read(Map<String, ?> configuration) {
        return RestSettings.read(configuration, HOME, Map.of("PASSWORD", "secret")::get);
    }

    private static String refused(Map<String, ?> configuration) {
        SeraiException e = assertThrows(SeraiException.class, () -> read(configuration));
        assertEquals(RestErrors.BAD_CONFIGURATION, e.code());
        return String.valueOf(e.getMessage());
    }

    @Test
    void listensOnTheLoopbackAddressUnlessToldOtherwise() {
        RestSettings settings = read(Map.of());
        assertEquals(new RestSettings.Address("127.0.0.1", 7372), settings.address());
        assertFalse(settings.requireKey());
        assertFalse(settings.isSecure());
        assertTrue(settings.allowedOrigins().isEmpty());
    }

    @Test
    void namesEverythingThatIsWrongAtOnce() {
        String message = refused(Map.of("port", "99999", "requireKey", "perhaps", "headertimeout", "10s"));
        assertTrue(message.contains("'port'"), message);
        assertTrue(message.contains("'requireKey'"), message);
        assertTrue(message.contains("did you mean 'headerTimeout'?"), message);
    }

    @Test
    void takesOriginsOneByOne() {
        assertEquals(
                java.util.List.of("https://a.example", "http://localhost:3000"),
                read(Map.of("allowedOrigins", "https://a.example, http://localhost:3000"))
                        .allowedOrigins());
        assertTrue(refused(Map.of("allowedOrigins", "*")).contains("a * is not taken"));
        assertTrue(refused(Map.of("allowedOrigins", "https://a.example/")).contains("no web origin"));
    }

    @Test
    void findsCertificatesInTheHomeAndPasswordsElsewhere() {
        assertEquals(
                Optional.of(new RestSettings.Pkcs12(HOME.resolve("etc/tls/a.p12"), "secret")),
                read(Map.of("tlsKeystore", "etc/tls/a.p12", "tlsPassword", "${env:PASSWORD}"))
                        .tls());
        assertTrue(refused(Map.of("tlsCertificate", "a.crt")).contains("need each other"));
        assertTrue(refused(Map.of("tlsCertificate", "a", "tlsKey", "b", "tlsKeystore", "c"))
                .contains("exclude each other"));
        String missing = refused(Map.of("tlsKeystore", "a.p12", "tlsPassword", "${env:NOBODY}"));
        assertTrue(missing.contains("NOBODY"), missing);
    }

    @Test
    void neverPrintsAPassword() {
        RestSettings settings = read(Map.of("tlsKeystore", "a.p12", "tlsPassword", "hunter2"));
        assertFalse(settings.toString().contains("hunter2"), settings.toString());
    }
}

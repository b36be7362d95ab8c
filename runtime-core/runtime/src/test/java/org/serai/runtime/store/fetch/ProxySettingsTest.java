package org.serai.runtime.store.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.serai.error.SeraiException;

final class ProxySettingsTest {
    private static final URI SERVER = URI.create("https://models.example.com/house.gguf");

    private static ProxySettings settings(Map<String, String> environment) {
        return ProxySettings.of(name -> environment.getOrDefault(name, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"})
    void takesEachVariable(String variable) {
        ProxySettings.Route route =
                settings(Map.of(variable, "http://127.0.0.1:8888")).to(SERVER).orElseThrow();

        assertEquals(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 8888),
                route.proxy().address());
        assertEquals(Optional.empty(), route.user());
    }

    @Test
    void takesAnAddressWithoutScheme() {
        ProxySettings.Route route =
                settings(Map.of("HTTPS_PROXY", "127.0.0.1")).to(SERVER).orElseThrow();

        assertEquals(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 3128),
                route.proxy().address());
    }

    @Test
    void asksNoProxyForThisMachineOrWhereNoneIsSet() {
        assertEquals(Optional.empty(), settings(Map.of()).to(SERVER));
        assertEquals(
                Optional.empty(),
                settings(Map.of("HTTPS_PROXY", "http://127.0.0.1:8888")).to(URI.create("http://localhost/x")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "models.example.com | false",
                "example.com | false",
                ".example.com | false",
                "*.example.com | false",
                "EXAMPLE.com | false",
                "other.org, example.com | false",
                "* | false",
                "models.example.com:443 | false",
                "models.example.com:8443 | true",
                "ample.com | true",
                "other.org | true"
            })
    void leavesOutTheServersOfNoProxy(String exceptions, boolean proxied) {
        ProxySettings settings = settings(Map.of("HTTPS_PROXY", "http://127.0.0.1:8888", "NO_PROXY", exceptions));

        assertEquals(proxied, settings.to(SERVER).isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks5://127.0.0.1:1080", "http://", "http://me:se cret@host"})
    void refusesWhatIsNoWebProxyAndKeepsItsPasswordToItself(String value) {
        SeraiException e = assertThrows(SeraiException.class, () -> settings(Map.of("HTTPS_PROXY", value)));

        assertEquals(FetchErrors.BAD_PROXY, e.code());
        assertTrue(e.toString().contains("HTTPS_PROXY"), e::toString);
        assertFalse(e.toString().contains("cret"), e::toString);
    }

    @Test
    void goesThroughTheProxy() throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<List<String>> asked = CompletableFuture.supplyAsync(() -> refuseOne(proxy));
            ProxySettings settings = settings(Map.of("HTTPS_PROXY", "http://127.0.0.1:" + proxy.getLocalPort()));
            HttpOpener opener = new HttpOpener(
                    Duration.ofSeconds(5), Duration.ofSeconds(5), InstantSource.system(), () -> settings);

            IOException e =
                    assertThrows(IOException.class, () -> opener.open(SERVER, Optional.empty(), Optional.empty()));

            assertTrue(String.valueOf(e.getMessage()).contains("403"), e::toString);
            assertEquals("CONNECT models.example.com:443 HTTP/1.1", asked.join().getFirst());
        }
    }

    /** Takes one request, and answers that it is not allowed. */
    private static List<String> refuseOne(ServerSocket proxy) {
        List<String> lines = new ArrayList<>();
        try (Socket client = proxy.accept();
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                lines.add(line);
            }
            client.getOutputStream()
                    .write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            lines.add(e.toString());
        }
        return lines;
    }
}

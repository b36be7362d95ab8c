package org.serai.connector.rest.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.serai.connector.rest.http.Role;
import org.serai.connector.rest.security.ApiKeys;
import org.serai.status.InstanceInfo;
import org.serai.status.StatusSource;

/** Configuration that changes while the server runs. */
class RestServerTest {
    private final Server jetty = new Server();

    @TempDir
    Path home;

    @BeforeEach
    void start() throws Exception {
        jetty.start();
    }

    @AfterEach
    void stop() throws Exception {
        jetty.stop();
    }

    private RestServer server(Map<String, Object> configuration) {
        return new RestServer(admin(), keys(), instance(), configuration);
    }

    private InstanceInfo instance() {
        return new InstanceInfo() {
            @Override
            public Path home() {
                return home;
            }

            @Override
            public boolean isRunning() {
                return true;
            }
        };
    }

    private ApiKeys keys() {
        return new ApiKeys(home, Clock.systemUTC());
    }

    /** Configuration Admin as far as it is used: gives a configuration that takes everything. */
    private static ConfigurationAdmin admin() {
        Configuration configuration = (Configuration) Proxy.newProxyInstance(
                RestServerTest.class.getClassLoader(),
                new Class<?>[] {Configuration.class},
                (proxy, method, arguments) -> method.getReturnType() == boolean.class ? true : null);
        return (ConfigurationAdmin) Proxy.newProxyInstance(
                RestServerTest.class.getClassLoader(),
                new Class<?>[] {ConfigurationAdmin.class},
                (proxy, method, arguments) -> configuration);
    }

    private static boolean accepts(String url) {
        int port = Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (java.io.IOException e) {
            return false;
        }
    }

    private static StatusSource.Row only(RestServer server) {
        List<StatusSource.Row> rows = server.rows();
        assertEquals(1, rows.size(), rows.toString());
        return rows.getFirst();
    }

    @Test
    void takesThePlaceOfFelixsOwnConnectorAndTellsItsAddress() throws Exception {
        ServerConnector felix = new ServerConnector(jetty);
        felix.setHost("127.0.0.1");
        jetty.addConnector(felix);
        felix.start();
        String before = "http://127.0.0.1:" + felix.getLocalPort();
        RestServer server = server(Map.of("port", "0"));
        jetty.addConnector(server.createConnector(jetty));
        StatusSource.Row row = only(server);
        assertEquals("listening", row.state());
        assertTrue(row.healthy());
        assertTrue(accepts(row.name()));
        assertFalse(accepts(before));
        assertEquals(row.name() + "\n", Files.readString(home.resolve("data/run/http")));
        server.close();
        assertFalse(accepts(row.name()));
    }

    @Test
    void listensToOthersOnlyOnceThereIsAKey() {
        Map<String, Object> open = Map.of("host", "0.0.0.0", "port", "0");
        RestServer server = server(open);
        server.createConnector(jetty);
        StatusSource.Row refused = only(server);
        assertEquals("failed", refused.state());
        assertTrue(refused.detail().contains("serai key create"), refused.detail());

        keys().create("web", Role.USE);
        server.configure(open);
        StatusSource.Row listening = only(server);
        assertEquals("listening", listening.state());
        assertTrue(listening.detail().contains("needs an API key"));
        assertTrue(server.current().needsKey());
        server.close();
    }

    @Test
    void goesOnWithWhatWorkedWhereAChangeIsWrong() throws Exception {
        RestServer server = server(Map.of("port", "0"));
        server.createConnector(jetty);
        String url = only(server).name();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Map<String, Object>> wrong = List.of(
                    Map.of("port", "70000"),
                    Map.of("prot", "0"),
                    Map.of("port", "0", "tlsKeystore", "nowhere.p12"),
                    Map.of("port", Integer.toString(taken.getLocalPort())),
                    Map.of("host", "192.0.2.1", "port", "0"));
            for (Map<String, Object> configuration : wrong) {
                server.configure(configuration);
                List<StatusSource.Row> rows = server.rows();
                assertEquals(2, rows.size(), rows.toString());
                assertEquals(url, rows.getFirst().name());
                assertEquals("listening", rows.getFirst().state());
                assertEquals("refused", rows.getLast().state());
                assertTrue(rows.getLast().detail().startsWith("SERAI-23"), rows.toString());
                assertTrue(accepts(url));
            }
        }
        server.configure(Map.of("port", "0"));
        assertEquals(url, only(server).name());
        server.close();
    }

    @Test
    void bindsANewAddressBeforeItLeavesTheOldOne() throws Exception {
        RestServer server = server(Map.of("port", "0"));
        server.createConnector(jetty);
        String before = only(server).name();
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        server.configure(Map.of("port", Integer.toString(free)));
        String after = only(server).name();
        assertNotEquals(before, after);
        assertTrue(accepts(after));
        assertFalse(accepts(before));
        server.close();
    }

    @Test
    void changesLimitsWithoutTouchingConnections() {
        RestServer server = server(Map.of("port", "0"));
        server.createConnector(jetty);
        String url = only(server).name();
        Map<String, Object> more = new HashMap<>(Map.of("port", "0", "requestsPerMinute", "5", "requireKey", "true"));
        server.configure(more);
        assertEquals(url, only(server).name());
        assertTrue(server.current().needsKey());
        assertEquals(5, server.current().settings().limits().requestsPerMinute());
        server.close();
    }

    @Test
    void aStartIsOverWhenItListensOrHasSaidWhyNot() throws Exception {
        RestStartup startup = new RestStartup(instance());
        assertEquals(List.of(), startup.await(Duration.ofMinutes(1)), "Nobody wants HTTP");
        Files.createDirectories(home.resolve("etc"));
        Files.writeString(home.resolve("etc/org.serai.rest.cfg"), "port=0\n");
        assertEquals(List.of("HTTP has not started: see 'serai status'"), startup.await(Duration.ZERO));

        RestServer server = server(Map.of("port", "0"));
        startup.bindServer(server);
        List<String> early = startup.await(Duration.ZERO);
        assertTrue(early.getFirst().endsWith("Felix HTTP has not started Jetty yet"), early.toString());
        server.createConnector(jetty);
        assertEquals(List.of(), startup.await(Duration.ofMinutes(1)));

        server.configure(Map.of("port", "70000"));
        List<String> wrong = startup.await(Duration.ofMinutes(1));
        assertTrue(wrong.getFirst().startsWith("HTTP, org.serai.rest: SERAI-23"), wrong.toString());
        server.close();
    }
}

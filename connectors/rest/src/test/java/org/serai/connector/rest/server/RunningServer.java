package org.serai.connector.rest.server;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.serai.connector.rest.http.Operation;
import org.serai.connector.rest.http.Resource;
import org.serai.connector.rest.security.ApiKeys;
import org.serai.connector.rest.security.RateLimits;

/** A real server on a free loopback port, with the real gate before the operations of a test. */
public final class RunningServer implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final Server jetty = new Server();
    private final Listener listener;
    private final RestGate gate;
    private final ApiKeys keys;

    /** @param configuration as in {@code etc/org.serai.rest.cfg}; the port is any that is free */
    public RunningServer(Path home, Map<String, String> configuration, Resource... resources) throws Exception {
        Map<String, String> all = new HashMap<>(configuration);
        all.put("port", "0");
        RestSettings settings = RestSettings.read(all, home, name -> null);
        keys = new ApiKeys(home, Clock.systemUTC());
        Policy policy = new Policy(
                settings,
                keys,
                new RateLimits(
                        settings.limits().requestsPerMinute(), settings.limits().tokensPerMinute(), System::nanoTime));
        Router router = new Router();
        List.of(resources).forEach(router::addResource);
        gate = new RestGate(() -> policy, router, new RequestLog(new SimpleMeterRegistry()));
        ServletContextHandler context = new ServletContextHandler();
        context.addFilter(new FilterHolder(gate), "/*", EnumSet.of(DispatcherType.REQUEST));
        context.addServlet(new ServletHolder(new NothingThere()), "/*");
        jetty.setHandler(context);
        jetty.start();
        listener = Listener.bind(
                settings,
                settings.tls()
                        .map(files -> Certificates.read(files, Instant.now()))
                        .orElse(null));
        listener.start(jetty);
    }

    /** A server with some operations. */
    public static RunningServer of(Path home, Map<String, String> configuration, Operation... operations)
            throws Exception {
        return new RunningServer(home, configuration, () -> List.of(operations));
    }

    public ApiKeys keys() {
        return keys;
    }

    Listener listener() {
        return listener;
    }

    public URI uri(String path) {
        return URI.create(listener.url() + path);
    }

    /** A request that a test completes. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    public HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** A bare connection, for what no client library does. */
    public Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), uri("/").getPort());
        socket.setSoTimeout(240_000);
        return socket;
    }

    @Override
    public void close() {
        client.close();
        gate.close();
        listener.close();
        try {
            jetty.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}

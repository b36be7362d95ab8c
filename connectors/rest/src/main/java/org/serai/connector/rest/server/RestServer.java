package org.serai.connector.rest.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.serai.connector.rest.RestErrors;
import org.serai.connector.rest.security.ApiKeys;
import org.serai.connector.rest.security.RateLimits;
import org.serai.error.SeraiException;
import org.serai.status.InstanceInfo;
import org.serai.status.StatusSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server, as {@code etc/org.serai.rest.cfg} wants it. Felix HTTP runs Jetty and the whiteboard; this gives Jetty
 * its connector, so that each change is proved before it counts: a wrong one is told in {@code serai status}, and the
 * address that served goes on serving. Thread-safe.
 */
@Component(
        service = {RestServer.class, ConnectorFactory.class, Policies.class, StatusSource.class},
        configurationPid = RestServer.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
public final class RestServer implements ConnectorFactory, Policies, StatusSource {
    /** The configuration, and the section of {@code serai status}. */
    static final String PID = "org.serai.rest";

    private static final Logger LOG = LoggerFactory.getLogger(RestServer.class);
    private static final String FELIX_HTTP = "org.apache.felix.http";
    private static final Duration CERTIFICATE_WARNING = Duration.ofDays(14);
    private static final Duration DRAIN = Duration.ofMinutes(10);
    private static final long SWEEP_MILLIS = 500;

    private final ConfigurationAdmin admin;
    private final ApiKeys keys;
    private final InstanceInfo instance;
    private final Thread keeper;
    private final List<Leaving> leaving = new ArrayList<>();
    private volatile @Nullable Policy policy;
    private String problem = "";
    private @Nullable Server jetty;
    private @Nullable Listener listener;
    private List<Object> certificateStamps = List.of();
    private boolean open = true;

    /** A listener that was replaced, while its connections come to their end. */
    private record Leaving(Listener listener, long until) {}

    @Activate
    public RestServer(
            @Reference(name = "admin") ConfigurationAdmin admin,
            @Reference(name = "keys") ApiKeys keys,
            @Reference(name = "instance") InstanceInfo instance,
            Map<String, Object> configuration) {
        this.admin = admin;
        this.keys = keys;
        this.instance = instance;
        configure(configuration);
        keeper = Thread.ofVirtual().name("serai-rest-keeper").start(this::keep);
    }

    /** The configuration changed. */
    @Modified
    synchronized void configure(Map<String, Object> configuration) {
        try {
            problem = "";
            apply(RestSettings.read(configuration, instance.home(), System::getenv));
        } catch (SeraiException e) {
            problem = String.valueOf(e.getMessage());
            LOG.error("{}", problem);
        }
    }

    private void apply(RestSettings settings) {
        Policy next = new Policy(settings, keys, rates(settings));
        requireKeys(next);
        Listener current = listener;
        if (current == null || !sameConnections(current.settings(), settings)) {
            replace(current, settings);
        }
        policy = next;
        if (jetty == null) {
            startJetty();
        }
    }

    private RateLimits rates(RestSettings settings) {
        Policy current = policy;
        RestSettings.Limits limits = settings.limits();
        return current != null
                        && current.settings().limits().requestsPerMinute() == limits.requestsPerMinute()
                        && current.settings().limits().tokensPerMinute() == limits.tokensPerMinute()
                ? current.rates()
                : new RateLimits(limits.requestsPerMinute(), limits.tokensPerMinute(), System::nanoTime);
    }

    private void requireKeys(Policy next) {
        String host = next.settings().address().host();
        if (!Policy.isLoopback(host) && keys.list().isEmpty()) {
            throw new SeraiException(
                    RestErrors.OPEN_WITHOUT_KEYS,
                    "HTTP does not listen on " + host
                            + ", which others can reach, while there is no API key. Make one with `serai key create"
                            + " NAME --role use`, or set host=127.0.0.1 in etc/org.serai.rest.cfg.");
        }
    }

    private static boolean sameConnections(RestSettings some, RestSettings other) {
        return some.address().equals(other.address())
                && some.tls().equals(other.tls())
                && some.limits().headerTimeout().equals(other.limits().headerTimeout())
                && some.limits().idleTimeout().equals(other.limits().idleTimeout())
                && some.limits().maxConnections() == other.limits().maxConnections();
    }

    /** A new address is bound before the old one is left; the same address has to be left first. */
    private void replace(@Nullable Listener current, RestSettings settings) {
        Certificates certificates = settings.tls()
                .map(files -> Certificates.read(files, Instant.now()))
                .orElse(null);
        boolean sameAddress = current != null && current.settings().address().equals(settings.address());
        if (sameAddress && current != null) {
            current.stopAccepting();
        }
        Listener next = Listener.bind(settings, certificates);
        certificateStamps = stamps(settings);
        if (current != null) {
            current.stopAccepting();
            leaving.add(new Leaving(current, System.nanoTime() + DRAIN.toNanos()));
        }
        listener = next;
        Server server = jetty;
        if (server != null) {
            start(next, server);
        }
        publish(next.url());
    }

    private void start(Listener next, Server server) {
        try {
            next.start(server);
            LOG.info("Listening on {}", next.url());
        } catch (Exception e) {
            problem = "Jetty does not take the address " + next.url() + ": " + e + "; the log has the details";
            LOG.error("{}", problem, e);
        }
    }

    /** Other programs of this home find the address here, which matters where the port is any that is free. */
    private void publish(String url) {
        Path file = instance.home().resolve("data").resolve("run").resolve("http");
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, url + "\n");
        } catch (IOException e) {
            LOG.warn("The address {} cannot be written to {}", url, file, e);
        }
    }

    /** Felix starts Jetty where there is a configuration for it. Its own connector is taken away as soon as it is there. */
    @SuppressWarnings("JdkObsolete") // Configuration Admin wants a Dictionary, and Java has no other
    private void startJetty() {
        Hashtable<String, Object> configuration = new Hashtable<>();
        configuration.put("org.apache.felix.http.host", "127.0.0.1");
        configuration.put("org.osgi.service.http.port", "0");
        configuration.put("org.apache.felix.http.jetty.virtualthreads.enable", true);
        configuration.put("org.apache.felix.http.jetty.sendServerHeader", false);
        try {
            admin.getConfiguration(FELIX_HTTP, "?").updateIfDifferent(configuration);
        } catch (IOException e) {
            throw new IllegalStateException("The configuration of Jetty cannot be written", e);
        }
    }

    /** Felix calls this when Jetty is there, with the connector that Felix made already. */
    @Override
    public synchronized Connector createConnector(Server server) {
        for (Connector connector : server.getConnectors()) {
            stop(connector);
            server.removeConnector(connector);
        }
        jetty = server;
        Listener current = listener;
        if (current != null && open) {
            start(current, server);
        }
        return new NoAddress(server);
    }

    private static void stop(Connector connector) {
        try {
            connector.stop();
        } catch (Exception e) {
            LOG.warn("Felix's own connector {} did not stop", connector, e);
        }
    }

    @Override
    public Policy current() {
        Policy current = policy;
        if (current == null) {
            throw new IllegalStateException("No configuration was right yet, so nothing can have been asked");
        }
        return current;
    }

    private void keep() {
        try {
            while (true) {
                Thread.sleep(SWEEP_MILLIS);
                sweep();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void sweep() {
        Listener current = listener;
        if (current != null) {
            current.sweep();
            renewCertificate(current);
        }
        leaving.removeIf(old -> {
            old.listener().sweep();
            boolean end = old.listener().isDeserted() || System.nanoTime() - old.until() > 0;
            if (end) {
                old.listener().close();
            }
            return end;
        });
    }

    /** A certificate whose files were replaced is presented from then on; a bad one is told, and the old one stays. */
    private void renewCertificate(Listener current) {
        RestSettings settings = current.settings();
        List<Object> stamps = stamps(settings);
        if (stamps.equals(certificateStamps)) {
            return;
        }
        certificateStamps = stamps;
        try {
            current.present(Certificates.read(settings.tls().orElseThrow(), Instant.now()));
            problem = "";
            LOG.info("The certificate of {} was renewed; it expires at {}", current.url(), current.expires());
        } catch (Exception e) {
            problem = String.valueOf(e.getMessage());
            LOG.error("{} The one before is presented on.", problem);
        }
    }

    private static List<Object> stamps(RestSettings settings) {
        List<Object> stamps = new ArrayList<>();
        settings.tls().ifPresent(tls -> tls.files().forEach(file -> {
            try {
                stamps.add(Files.getLastModifiedTime(file));
                stamps.add(Files.size(file));
            } catch (IOException e) {
                stamps.add("missing");
            }
        }));
        return stamps;
    }

    /** Whether it listens, or has said why it does not. */
    synchronized boolean isSettled() {
        return !problem.isEmpty() || (listener != null && listener.isRunning());
    }

    @Override
    public String section() {
        return "rest";
    }

    @Override
    public synchronized List<Row> rows() {
        Listener current = listener;
        List<Row> rows = new ArrayList<>();
        if (current != null) {
            String name = current.url();
            Optional<Instant> expires = current.expires();
            boolean soon = expires.isPresent()
                    && Instant.now().plus(CERTIFICATE_WARNING).isAfter(expires.get());
            boolean running = current.isRunning();
            String detail = (current().needsKey() ? "needs an API key" : "open to this machine without a key")
                    + expires.map(time -> "; the certificate expires at " + time)
                            .orElse("");
            rows.add(new Row(
                    name,
                    running ? "listening" : "starting",
                    running ? detail : "Felix HTTP has not started Jetty yet",
                    running && !soon));
        }
        if (!problem.isEmpty()) {
            rows.add(new Row(PID, current == null ? "failed" : "refused", problem, false));
        }
        return rows;
    }

    @Deactivate
    void close() {
        keeper.interrupt();
        synchronized (this) {
            open = false;
            if (listener != null) {
                listener.close();
            }
            leaving.forEach(old -> old.listener().close());
        }
        try {
            Files.deleteIfExists(instance.home().resolve("data").resolve("run").resolve("http"));
            admin.getConfiguration(FELIX_HTTP, "?").delete();
        } catch (IOException e) {
            LOG.warn("Jetty's configuration cannot be taken back", e);
        }
    }
}

package org.serai.engine.openai;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.osgi.service.component.ComponentFactory;
import org.osgi.service.component.ComponentInstance;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.serai.engine.InferenceEngine;
import org.serai.engine.openai.config.ServerSettings;
import org.serai.engine.openai.config.ServerSettingsParser;
import org.serai.engine.openai.http.FailureReader;
import org.serai.engine.openai.http.ServerConnection;
import org.serai.engine.openai.presence.CircuitBreaker;
import org.serai.engine.openai.presence.ServerPresence;
import org.serai.engine.openai.session.ServerLink;
import org.serai.settings.Secrets;
import org.serai.status.InstanceInfo;
import org.serai.status.StatusSource;

/**
 * One server, as a file {@code etc/org.serai.engine.openai~NAME.cfg} describes it. Its engine is a service named {@code NAME}
 * while the server is there; the section {@code servers} of the status says how it stands.
 */
@Component(
        service = StatusSource.class,
        immediate = true,
        configurationPid = ServerSettingsParser.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class RemoteServer implements StatusSource {
    private static final String ENGINES = "engines";

    private final ServerSettings settings;
    private final CircuitBreaker breaker;
    private final ServerConnection connection;
    private final ServerPresence presence;
    private final ScheduledThreadPoolExecutor timer;

    /** @throws org.serai.error.SeraiException where the configuration is wrong */
    @Activate
    public RemoteServer(
            @Reference(name = ENGINES, target = "(component.factory=" + OfferedEngine.FACTORY + ")")
                    ComponentFactory<OfferedEngine> engines,
            @Reference(name = "instance") InstanceInfo instance,
            Map<String, ?> configuration) {
        this(
                ServerSettingsParser.parse(
                        String.valueOf(configuration.get("service.pid")),
                        withoutTarget(configuration),
                        instance.home(),
                        new Secrets(System::getenv, instance.home())),
                (name, engine) -> offer(engines, name, engine));
        if (instance.isRunning()) {
            presence.begin();
        }
    }

    /** The component runtime adds the target of a reference to what the file says. */
    private static Map<String, ?> withoutTarget(Map<String, ?> configuration) {
        Map<String, Object> own = new HashMap<>(configuration);
        own.remove(ENGINES + ".target");
        return own;
    }

    /** Makes an engine known by a name. */
    @FunctionalInterface
    public interface Registry {
        /**
         * Makes it known.
         *
         * @return takes the offer back
         */
        Runnable offer(String name, InferenceEngine engine);
    }

    /** For use without a container: {@link #begin} looks for the server, {@link #close} leaves it alone. */
    public RemoteServer(ServerSettings settings, Registry registry) {
        InstantSource clock = InstantSource.system();
        this.settings = settings;
        this.breaker = new CircuitBreaker(settings.name(), settings.breaker(), clock);
        this.connection = new ServerConnection(settings, clock);
        this.timer = new ScheduledThreadPoolExecutor(
                1,
                Thread.ofPlatform()
                        .name("serai-limits-" + settings.name())
                        .daemon()
                        .factory());
        timer.setRemoveOnCancelPolicy(true);
        this.presence = new ServerPresence(
                settings.name(), breaker, connection::models, () -> registry.offer(settings.name(), engine(clock)));
    }

    private RemoteEngine engine(InstantSource clock) {
        return new RemoteEngine(new ServerLink(settings, connection, presence, timer, clock));
    }

    @SuppressWarnings("JdkObsolete") // component factories take nothing else
    private static Runnable offer(ComponentFactory<OfferedEngine> engines, String name, InferenceEngine engine) {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(InferenceEngine.NAME, name);
        properties.put(OfferedEngine.ENGINE, engine);
        ComponentInstance<OfferedEngine> offered = engines.newInstance(properties);
        return offered::dispose;
    }

    /** Looks for the server, now and whenever it was away. */
    public void begin() {
        presence.begin();
    }

    /** Takes the engine away and ends all connections. */
    @Deactivate
    public void close() {
        presence.close();
        timer.shutdownNow();
        connection.close();
    }

    @Override
    public String section() {
        return "servers";
    }

    @Override
    public List<Row> rows() {
        CircuitBreaker.Snapshot now = breaker.snapshot();
        String state =
                switch (now.state()) {
                    case CLOSED -> "ready";
                    case HALF_OPEN -> "on trial";
                    case OPEN -> "away";
                };
        String detail = settings.url() + ", breaker "
                + now.state().name().toLowerCase(Locale.ROOT).replace('_', '-')
                + (now.pause().isPositive() ? ", next look in " + FailureReader.text(now.pause()) : "")
                + (now.reason().isEmpty() ? "" : ": " + now.reason());
        return List.of(new Row(settings.name(), state, detail, now.state() != CircuitBreaker.State.OPEN));
    }
}

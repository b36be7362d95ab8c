package org.serai.connector.rest.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.serai.status.InstanceInfo;
import org.serai.status.Startup;
import org.serai.status.StatusSource;

/** Where there is a configuration for HTTP when an instance starts, it listens or has said why it does not. */
@Component
public final class RestStartup implements Startup {
    private static final long POLL_MILLIS = 20;

    private final Path configuration;
    private volatile @Nullable RestServer server;

    @Activate
    public RestStartup(@Reference InstanceInfo instance) {
        this.configuration = instance.home().resolve("etc").resolve(RestServer.PID + ".cfg");
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindServer(RestServer present) {
        server = present;
    }

    void unbindServer(RestServer gone) {
        if (server == gone) {
            server = null;
        }
    }

    @Override
    public List<String> await(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (Files.exists(configuration)) {
            RestServer present = server;
            boolean late = System.nanoTime() > end;
            if (present != null && (present.isSettled() || late)) {
                return present.rows().stream()
                        .filter(row -> !row.healthy())
                        .map(RestStartup::line)
                        .toList();
            }
            if (late) {
                return List.of("HTTP has not started: see 'serai status'");
            }
            Thread.sleep(POLL_MILLIS);
        }
        return List.of();
    }

    private static String line(StatusSource.Row row) {
        return "HTTP, " + row.name() + ": " + row.detail();
    }
}

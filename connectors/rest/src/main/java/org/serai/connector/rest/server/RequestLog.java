package org.serai.connector.rest.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.connector.rest.http.Caller;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts and times requests that were answered, and tells of those that changed something. */
@Component(service = RequestLog.class)
public final class RequestLog {
    /** A logger of its own, so that an audit trail can go to a file of its own. */
    private static final Logger AUDIT = LoggerFactory.getLogger("org.serai.audit.rest");

    private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);

    /** A client can make up methods, and each would be a series of its own. */
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final MeterRegistry meters;

    @Activate
    public RequestLog(@Reference(name = "meters") MeterRegistry meters) {
        this.meters = meters;
    }

    /**
     * A request and its answer.
     *
     * @param template the operation's path with its places, of which there are few; {@code other} where there was none
     */
    record Entry(
            String id, String method, String path, String template, Optional<Caller> caller, int status, long nanos) {
        private boolean changesSomething() {
            return !method.equals("GET") && !method.equals("HEAD") && template.startsWith("/api/v1/");
        }
    }

    void answered(Entry entry) {
        Timer.builder("serai.rest.requests")
                .description("Requests over HTTP")
                .tag("method", METHODS.contains(entry.method()) ? entry.method() : "OTHER")
                .tag("path", entry.template())
                .tag("status", Integer.toString(entry.status()))
                .register(meters)
                .record(entry.nanos(), TimeUnit.NANOSECONDS);
        String who = entry.caller().map(Caller::name).orElse(Caller.ANONYMOUS);
        long millis = Duration.ofNanos(entry.nanos()).toMillis();
        if (entry.changesSomething()) {
            AUDIT.info(
                    "{} {} by key {}: {} in {} ms, request {}",
                    entry.method(),
                    entry.path(),
                    who,
                    entry.status(),
                    millis,
                    entry.id());
        } else {
            LOG.debug(
                    "{} {} by key {}: {} in {} ms, request {}",
                    entry.method(),
                    entry.path(),
                    who,
                    entry.status(),
                    millis,
                    entry.id());
        }
    }
}

package org.serai.connector.rest.server;

import java.time.Duration;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.serai.connector.rest.http.Caller;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of requests that were answered. */
@Component(service = RequestLog.class)
public final class RequestLog {
    /** A logger of its own, so that an audit trail can go to a file of its own. */
    private static final Logger AUDIT = LoggerFactory.getLogger("org.serai.audit.rest");

    private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);

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

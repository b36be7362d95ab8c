package org.serai.runtime.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.serai.engine.GenerationListener;
import org.serai.engine.Priority;
import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;
import org.serai.runtime.alias.AliasFixture;
import org.serai.runtime.alias.ScriptedEngine;
import org.serai.runtime.alias.ScriptedSession;

/** What is registered, and that {@code docs/metrics.md} says the same. */
class MetricsPageTest {
    private static final Pattern ROW =
            Pattern.compile("^\\| `([\\w.]+)` \\| (\\w+) \\| (\\w*) ?\\| (.*?) \\|", Pattern.MULTILINE);

    private static final ErrorCode ABSENCE = new ErrorCode(9903, ErrorCategory.UNAVAILABLE);

    private final AliasFixture fixture = new AliasFixture();
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final RuntimeMetrics metrics = new RuntimeMetrics(fixture.manager);

    private ScriptedSession workDone() {
        metrics.bindRegistry(registry);
        ScriptedSession session = fixture.ready("queueTokens", "1024").lastSession();
        fixture.submit("first");
        fixture.submit("second");
        assertEquals(1, count("serai.requests", "outcome", "overload", () -> fixture.submit("third")));
        fixture.time.pass(Duration.ofSeconds(2));
        session.running("first").finish("one two");
        fixture.settle();
        return session;
    }

    private double count(String name, String tag, String value, Runnable refused) {
        try {
            refused.run();
        } catch (SeraiException e) {
            // what is counted
        }
        return registry.get(name).tag(tag, value).counter().count();
    }

    @Test
    void thePageListsExactlyWhatIsRegistered() throws IOException {
        workDone();
        Map<String, String> registered = new TreeMap<>();
        for (Meter meter : registry.getMeters()) {
            Meter.Id id = meter.getId();
            String type =
                    switch (id.getType()) {
                        case DISTRIBUTION_SUMMARY -> "summary";
                        default -> id.getType().name().toLowerCase(java.util.Locale.ROOT);
                    };
            String unit = id.getBaseUnit();
            if (!id.getName().endsWith(".histogram")) { // the simple registry's way to show buckets
                registered.put(id.getName(), type + " " + (unit == null ? "" : unit));
            }
        }
        Map<String, String> documented = new TreeMap<>();
        String page = Files.readString(Path.of("../../docs/metrics.md"));
        ROW.matcher(page.substring(0, page.indexOf("## Ledger"))) // others register what comes below
                .results()
                .forEach(row -> documented.put(row.group(1), row.group(2) + " " + row.group(3)));
        assertEquals(registered, documented);
    }

    @Test
    void requestsAreCountedByOutcomeAndTimedFromTheirSubmission() {
        workDone();
        assertEquals(
                1,
                registry.get("serai.requests")
                        .tags("outcome", "stop", "error", "none", "alias", "chat", "priority", "event")
                        .counter()
                        .count());
        Timer duration = registry.get("gen_ai.server.request.duration")
                .tags("error.type", "none", "gen_ai.request.model", "chat", "gen_ai.response.model", "tiny")
                .timer();
        assertEquals(2, duration.totalTime(TimeUnit.SECONDS));
        assertEquals(
                5,
                registry.get("gen_ai.client.token.usage")
                        .tag("gen_ai.token.type", "input")
                        .summary()
                        .totalAmount());
    }

    @Test
    void gaugesShowTheLoad() {
        ScriptedSession session = workDone();
        assertEquals(1, gauge("serai.slots.busy"));
        assertEquals(0, gauge("serai.queue.tokens"));
        assertEquals(1024, gauge("serai.queue.limit.tokens"));
        fixture.submit("third");
        assertEquals(512, gauge("serai.queue.tokens"));
        session.running("second").finish("");
        fixture.settle();
        session.running("third").finish("");
        fixture.settle();
        assertEquals(0, gauge("serai.slots.busy"));
    }

    private double gauge(String name) {
        return registry.get(name).tag("alias", "chat").gauge().value();
    }

    @Test
    void gaugesShowWhatAShadowSaysAndACanaryDoes() {
        metrics.bindRegistry(registry);
        ScriptedEngine next = fixture.addEngine("spare");
        fixture.configure("next", "model", "better", "engines", "spare");
        ScriptedEngine engine = fixture.ready("engines", "decoder", "shadow", "next", "sample", "1");
        assertTrue(Double.isNaN(gauge("serai.shadow.compared")));
        engine.lastSession().onStart(running -> running.finish("the same"));
        Duration second = Duration.ofSeconds(1);
        next.lastSession().onStart(running -> running.finish("the same", second, second));
        fixture.submit("first");
        fixture.settle();
        next.lastSession().onStart(running -> running.finish("something else", second, second));
        fixture.submit("second");
        fixture.settle();
        assertEquals(2, gauge("serai.shadow.compared"));
        assertEquals(0.5, gauge("serai.shadow.agreement"));
        assertEquals(2, gauge("serai.shadow.request.time"));

        assertEquals(0, gauge("serai.canary.requests"));
        fixture.configure("chat", "model", "tiny", "engines", "decoder", "canary", "next", "canaryShare", "1");
        fixture.settle();
        fixture.submit("third");
        fixture.settle();
        assertEquals(1, gauge("serai.canary.requests"));
    }

    @Test
    void gaugesShowEnginesThatAreHeldOff() {
        metrics.bindRegistry(registry);
        fixture.addEngine("spare");
        ScriptedEngine engine = fixture.ready("engines", "decoder,spare");
        assertEquals(0, gauge("serai.held.engines"));
        fixture.submit("a");
        engine.lastSession().running("a").fail(new SeraiException(ABSENCE, "the server is gone"));
        fixture.settle();
        assertEquals(1, gauge("serai.held.engines"));
    }

    @Test
    void figuresOfAnAliasGoWithIt() {
        workDone();
        fixture.configure("other", "model", "tiny");
        fixture.settle();
        fixture.remove(AliasFixture.NAME);
        assertTrue(registry.getMeters().stream()
                .map(meter -> meter.getId().getTags().toString())
                .noneMatch(tags -> tags.contains("chat)") || tags.contains("=chat")));
        assertEquals(
                1, registry.get("serai.slots").tag("alias", "other").gauge().value());
    }

    @Test
    void withoutARegistryEverythingElseWorks() {
        fixture.ready();
        fixture.submit("first", Priority.BATCH, null, GenerationListener.NONE);
        metrics.bindRegistry(registry);
        assertFalse(registry.getMeters().isEmpty());
        metrics.unbindRegistry(registry);
        assertTrue(registry.getMeters().isEmpty(), registry.getMeters().toString());
        fixture.submit("second");
        metrics.close();
    }

    @Test
    void theFailureOfAnEngineIsCountedWithItsCode() {
        metrics.bindRegistry(registry);
        ScriptedSession session = fixture.ready().lastSession();
        fixture.submit("a");
        session.running("a").fail(ScriptedEngine.broken("out of memory"));
        fixture.settle();
        assertEquals(
                1,
                registry.get("serai.requests")
                        .tags("outcome", "failed", "error", "SERAI-9901")
                        .counter()
                        .count());
    }
}

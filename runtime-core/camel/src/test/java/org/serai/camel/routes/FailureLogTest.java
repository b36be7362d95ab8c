package org.serai.camel.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;

@Timeout(120)
class FailureLogTest {
    private static final ErrorCode CODE = new ErrorCode(9300, ErrorCategory.INVALID);
    private static final String TYPED = "SERAI-9300: It is too long. Shorten it.";

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final DefaultCamelContext camel = new DefaultCamelContext();

    @BeforeEach
    void start() throws Exception {
        camel.disableJMX();
        new FailureLog((line, failure) -> lines.add(line)).attach(camel);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:called").routeId("called").process(exchange -> {
                    throw typed();
                });
                from("seda:queued").routeId("queued").process(exchange -> {
                    throw new IllegalStateException("the wrapper", typed());
                });
                from("direct:untyped").routeId("untyped").process(exchange -> {
                    throw new IllegalStateException("nobody foresaw it.\nSecond line");
                });
                from("direct:tapping").routeId("tapping").wireTap("direct:called");
                from("direct:mended")
                        .routeId("mended")
                        .onException(SeraiException.class)
                        .handled(true)
                        .end()
                        .process(exchange -> {
                            throw typed();
                        });
            }
        });
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private static SeraiException typed() {
        return new SeraiException(CODE, "It is too long. Shorten it.");
    }

    private String next() throws InterruptedException {
        String line = lines.poll(60, TimeUnit.SECONDS);
        assertTrue(line != null, "Nothing was told");
        return line;
    }

    private void fail(String uri) {
        assertThrows(CamelExecutionException.class, () -> camel.createProducerTemplate()
                .requestBody(uri, "x"));
    }

    @Test
    void aFailureIsOneLineWithItsCode() throws Exception {
        fail("direct:called");
        assertEquals("Route called: " + TYPED, next());
        assertEquals(List.of(), List.copyOf(lines));
    }

    @Test
    void aConsumerDoesNotTellItAgain() throws Exception {
        camel.createProducerTemplate().sendBody("seda:queued", "x");
        assertEquals("Route queued: " + TYPED, next());
        camel.stop(); // after which its thread has said all that it had to say
        assertEquals(List.of(), List.copyOf(lines));
    }

    @Test
    void whatHasNoCodeGetsOne() throws Exception {
        fail("direct:untyped");
        assertTrue(
                lines.element()
                        .startsWith(
                                "Route untyped: SERAI-1814: java.lang.IllegalStateException: nobody foresaw it. Correct the route"));
        assertEquals(1, next().lines().count());
    }

    @Test
    void aCopyThatFailsAloneIsTold() throws Exception {
        camel.createProducerTemplate().requestBody("direct:tapping", "x");
        assertEquals("Route tapping: " + TYPED, next());
    }

    @Test
    void whatARouteHandlesIsNoFailure() {
        camel.createProducerTemplate().requestBody("direct:mended", "x");
        assertEquals(List.of(), List.copyOf(lines));
    }
}

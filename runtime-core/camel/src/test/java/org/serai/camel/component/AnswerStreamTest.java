package org.serai.camel.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.serai.alias.AliasService;
import org.serai.camel.ScriptedAliases;
import org.serai.camel.ScriptedGeneration;
import org.serai.engine.FinishReason;
import org.serai.error.SeraiException;

/** {@code stream=true}: the exchange goes on while the model works. */
@Timeout(60)
class AnswerStreamTest {
    private final ScriptedAliases aliases = new ScriptedAliases("a");
    private final DefaultCamelContext camel = new DefaultCamelContext();

    /** What the route does with the exchange whose body is the stream. */
    private volatile org.apache.camel.Processor reader = exchange -> {};

    @BeforeEach
    void start() throws Exception {
        camel.getRegistry().bind("aliases", AliasService.class, aliases);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .to("serai:chat?model=a&stream=true&onLength=fail")
                        .process(e -> reader.process(e));
            }
        });
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @SuppressWarnings("unchecked") // what the component promises
    private static Iterator<String> stream(Exchange exchange) {
        return exchange.getMessage().getBody(Iterator.class);
    }

    private CompletableFuture<Exchange> send() {
        return camel.createProducerTemplate()
                .asyncSend("direct:in", exchange -> exchange.getMessage().setBody("Hello"));
    }

    @Test
    void piecesComeWhileTheModelWorks() throws Exception {
        List<String> pieces = new ArrayList<>();
        CompletableFuture<String> first = new CompletableFuture<>();
        reader = exchange -> {
            Iterator<String> stream = stream(exchange);
            while (stream.hasNext()) {
                pieces.add(stream.next());
                first.complete(pieces.getFirst());
            }
            assertThrows(NoSuchElementException.class, stream::next);
        };

        CompletableFuture<Exchange> exchange = send();
        ScriptedGeneration generation = aliases.next().emit("One").emit("");
        assertEquals("One", first.get(20, TimeUnit.SECONDS));
        assertFalse(exchange.isDone());
        generation.emit(" two").end(FinishReason.STOP);

        Exchange done = exchange.get(20, TimeUnit.SECONDS);
        assertNull(done.getException());
        assertEquals(List.of("One", " two"), pieces);
        assertEquals(true, done.getMessage().getHeader(SeraiConstants.STREAMING));
        assertEquals("stop", done.getMessage().getHeader(SeraiConstants.FINISH_REASON));
        assertEquals(4, done.getMessage().getHeader(SeraiConstants.COMPLETION_TOKENS));
    }

    @Test
    void anExchangeThatEndsBeforeItsAnswerCancelsIt() throws Exception {
        CompletableFuture<Exchange> exchange = send();
        ScriptedGeneration generation = aliases.next();

        assertNull(exchange.get(20, TimeUnit.SECONDS).getException());
        generation.result().get(20, TimeUnit.SECONDS);
        assertTrue(generation.isCancelled());
    }

    @Test
    void failuresComeOutOfTheStream() throws Exception {
        reader = exchange -> stream(exchange).forEachRemaining(piece -> {});
        CompletableFuture<Exchange> exchange = send();
        aliases.next().emit("cut").end(FinishReason.LENGTH);

        SeraiException failure =
                (SeraiException) exchange.get(20, TimeUnit.SECONDS).getException();
        assertEquals(SeraiComponentErrors.TRUNCATED, failure.code());
    }

    @Test
    void failuresOfTheEngineComeOutOfTheStreamToo() throws Exception {
        reader = exchange -> stream(exchange).forEachRemaining(piece -> {});
        CompletableFuture<Exchange> exchange = send();
        aliases.next().emit("a").fail(new IllegalStateException("broken"));

        SeraiException failure =
                (SeraiException) exchange.get(20, TimeUnit.SECONDS).getException();
        assertEquals(SeraiComponentErrors.ENGINE_FAILED, failure.code());
    }
}

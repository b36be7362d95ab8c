package org.serai.camel.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.serai.alias.AliasService;
import org.serai.camel.ScriptedAliases;
import org.serai.camel.ScriptedGeneration;
import org.serai.delivery.Delivered;
import org.serai.delivery.ExchangeProperties;
import org.serai.engine.FinishReason;
import org.serai.engine.GenerateRequest;
import org.serai.engine.GenerationResult;
import org.serai.engine.Priority;
import org.serai.engine.Residency;
import org.serai.engine.Source;

/** What a connector says about a delivery reaches the request, and what came over the wire does not. */
@Timeout(60)
class DeliveryTest {
    private static final String CHAT = "serai:chat?model=summarizer";

    private final ScriptedAliases aliases =
            new ScriptedAliases("summarizer", "other").script(generation -> generation.answer("ok"));
    private final DefaultCamelContext camel = new DefaultCamelContext();

    @BeforeEach
    void start() {
        camel.getRegistry().bind("aliases", AliasService.class, aliases);
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private Exchange deliver(String uri, Map<String, Object> properties, Map<String, Object> headers) {
        return camel.createProducerTemplate().send(uri, exchange -> {
            exchange.getMessage().setBody("Hello");
            headers.forEach(exchange.getMessage()::setHeader);
            properties.forEach(exchange::setProperty);
        });
    }

    private GenerateRequest requestOf(String uri, Map<String, Object> properties, Map<String, Object> headers)
            throws InterruptedException {
        assertNull(deliver(uri, properties, headers).getException());
        return aliases.next().request();
    }

    @Test
    void theSourceIsWhatTheConnectorSays() throws Exception {
        Map<String, Object> delivery = Map.of(
                ExchangeProperties.DELIVERED,
                new Delivered.Known(Optional.of("kafka:c/t/0/17"), "sha256:ab", Optional.empty()));

        assertEquals(
                new Source("kafka:c/t/0/17", "sha256:ab"),
                requestOf(CHAT, delivery, Map.of()).source());
        assertNull(requestOf(CHAT + "&ledger=false", delivery, Map.of()).source());
        assertNull(requestOf(CHAT, Map.of(), Map.of()).source());
    }

    @Test
    void noHeaderNamesASource() throws Exception {
        Map<String, Object> headers = Map.of(
                ExchangeProperties.DELIVERED, "x", ExchangeProperties.ALIAS, "other", "CamelSeraiReplayed", true);

        GenerateRequest request = requestOf(CHAT + "&allowHeaders=*", Map.of(), headers);

        assertNull(request.source());
        assertEquals("summarizer", request.model());
    }

    @Test
    void theAliasOfAReplayIsAskedInsteadOfTheRoutes() throws Exception {
        assertEquals(
                "other",
                requestOf(CHAT, Map.of(ExchangeProperties.ALIAS, "other"), Map.of())
                        .model());
    }

    @Test
    void thePriorityOfADeliveryCountsWhereTheEndpointSaysNone() throws Exception {
        Map<String, Object> delivery = Map.of(ExchangeProperties.PRIORITY, "BATCH");

        assertEquals(Priority.BATCH, requestOf(CHAT, delivery, Map.of()).priority());
        assertEquals(
                Priority.INTERACTIVE,
                requestOf(CHAT + "&priority=interactive", delivery, Map.of()).priority());
        assertEquals(Priority.EVENT, requestOf(CHAT, Map.of(), Map.of()).priority());
    }

    @Test
    void marksMakeTheResidencyStricterAndNeverLooser() throws Exception {
        String marked = CHAT + "&residency=local-only";
        Map<String, Object> open = Map.of(ExchangeProperties.RESIDENCY, "anywhere");
        Map<String, Object> closed = Map.of(ExchangeProperties.RESIDENCY, Residency.LOCAL_ONLY);

        assertEquals(Residency.ANYWHERE, requestOf(CHAT, Map.of(), Map.of()).residency());
        assertEquals(Residency.LOCAL_ONLY, requestOf(CHAT, closed, Map.of()).residency());
        assertEquals(Residency.LOCAL_ONLY, requestOf(marked, open, Map.of()).residency());
        assertEquals(
                Residency.LOCAL_ONLY,
                requestOf(CHAT, open, Map.of("CamelSeraiResidency", "local-only"))
                        .residency());
        assertEquals(
                Residency.LOCAL_ONLY,
                requestOf(marked + "&allowHeaders=*", closed, Map.of("CamelSeraiResidency", "anywhere"))
                        .residency());
        assertEquals(
                Residency.LOCAL_ONLY,
                requestOf(CHAT, open, Map.of("CamelSeraiResidency", "lokal")).residency(),
                "A mark that nobody knows counts as the strictest");
    }

    @Test
    void aReplayedAnswerSaysSo() {
        GenerationResult first = ScriptedGeneration.result("again", FinishReason.STOP);
        aliases.script(generation -> generation.give(new GenerationResult(
                first.text(),
                first.ids(),
                first.finishReason(),
                first.promptTokens(),
                first.completionTokens(),
                first.timings(),
                first.seed(),
                first.scores(),
                first.session(),
                true)));

        Exchange replayed = deliver(CHAT, Map.of(), Map.of());
        aliases.script(generation -> generation.answer("new"));
        Exchange computed = deliver(CHAT, Map.of(), Map.of(SeraiConstants.REPLAYED, true));

        assertEquals("again", replayed.getMessage().getBody());
        assertEquals(true, replayed.getMessage().getHeader(SeraiConstants.REPLAYED));
        assertEquals(false, computed.getMessage().getHeader(SeraiConstants.REPLAYED));
    }
}

package org.serai.connector.kafka.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.serai.delivery.Delivered;
import org.serai.delivery.ExchangeProperties;

/** The names of the headers by which a record says where it comes from. */
class OutputMappingTest {
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Exchange exchange = new DefaultExchange(camel);

    @AfterEach
    void close() throws Exception {
        camel.close();
    }

    private Map<String, String> headers(boolean provenance) {
        DefaultHeaderFilterStrategy filter = new DefaultHeaderFilterStrategy();
        filter.setOutFilterStartsWith("Camel");
        Map<String, String> all = new TreeMap<>();
        for (Header header : new OutputMapping("answers", filter, provenance)
                .record(exchange)
                .headers()) {
            all.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        return all;
    }

    private void answered() {
        exchange.setProperty(
                ExchangeProperties.DELIVERED,
                new Delivered.Known(Optional.of("kafka:questions-0@7"), "sha256:abc", Optional.empty()));
        exchange.getMessage().setBody("answer");
        Map.of(
                        "Alias", "house",
                        "AliasVersion", 3,
                        "ResponseModel", "tiny",
                        "Digest", "sha256:123",
                        "Engine", "decoder",
                        "Device", "cpu",
                        "FinishReason", "stop",
                        "Replayed", false)
                .forEach((name, value) -> exchange.getMessage().setHeader("CamelSerai" + name, value));
    }

    @Test
    void anAnswerSaysWhoMadeIt() {
        answered();

        assertEquals(
                new TreeMap<>(Map.of(
                        "serai-source", "kafka:questions-0@7",
                        "serai-content-digest", "sha256:abc",
                        "serai-alias", "house",
                        "serai-alias-version", "3",
                        "serai-response-model", "tiny",
                        "serai-digest", "sha256:123",
                        "serai-engine", "decoder",
                        "serai-device", "cpu",
                        "serai-finish-reason", "stop",
                        "serai-replayed", "false")),
                headers(true));
    }

    @Test
    void workThatWasBegunAgainSaysWhy() {
        answered();
        exchange.getMessage().setHeader("CamelSeraiRequeued", "engine 'decoder' went away");

        assertEquals("engine 'decoder' went away", headers(true).get("serai-requeued"));
    }

    @Test
    void nothingIsSaidWhereTheRouteDoesNotWantIt() {
        answered();

        assertEquals(Map.of(), headers(false));
    }
}

package org.serai.connector.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a sidecar says of an answer. */
class ProvenanceTest {
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Exchange exchange = new DefaultExchange(camel);

    @AfterEach
    void close() throws Exception {
        camel.close();
    }

    private JsonObject sidecar() throws DeserializationException {
        Document document = new Document(
                Path.of("letter.txt"), new FileState(5, Instant.EPOCH, "1"), "abc", DocumentType.TEXT, "Hello");
        byte[] json = new Provenance("letters", Path.of("inbox"))
                .ofAnswer(document, exchange, new byte[] {1}, 1, Instant.EPOCH);
        return assertInstanceOf(JsonObject.class, Jsoner.deserialize(new String(json, StandardCharsets.UTF_8)));
    }

    @Test
    void workThatWasBegunAgainSaysWhyAmongWhatMadeTheAnswer() throws Exception {
        exchange.getMessage().setHeader("CamelSeraiRequeued", "engine 'decoder' went away");
        exchange.getMessage().setHeader("CamelSeraiAliasVersion", 3);
        exchange.getMessage().setHeader("CamelSeraiTemperature", 0.5);

        JsonObject sidecar = sidecar();

        JsonObject answer = assertInstanceOf(JsonObject.class, sidecar.get("answer"));
        assertEquals("engine 'decoder' went away", answer.getString("requeued"));
        assertEquals(3, answer.getInteger("aliasVersion"));
        JsonObject parameters = assertInstanceOf(JsonObject.class, sidecar.get("parameters"));
        assertEquals(0.5, parameters.getDouble("temperature"));
        assertFalse(parameters.containsKey("requeued"));
    }

    @Test
    void otherWorkSaysNothingOfIt() throws Exception {
        JsonObject answer = assertInstanceOf(JsonObject.class, sidecar().get("answer"));

        assertFalse(answer.containsKey("requeued"));
    }
}

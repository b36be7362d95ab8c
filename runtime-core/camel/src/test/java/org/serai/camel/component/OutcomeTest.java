package org.serai.camel.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.serai.camel.ScriptedGeneration;
import org.serai.engine.FinishReason;
import org.serai.engine.GenerationResult;
import org.serai.engine.Provenance;

/** The headers by which a message says how its answer came to be. */
class OutcomeTest {
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Message message = new DefaultMessage(camel);

    @AfterEach
    void close() throws Exception {
        camel.close();
    }

    private static GenerationResult result(Provenance provenance) {
        return ScriptedGeneration.result("answer", FinishReason.STOP).withProvenance(provenance);
    }

    @Test
    void workThatWasBegunAgainSaysWhy() {
        Outcome.describe(message, result(new Provenance("house", 3, "engine 'decoder' went away")));

        assertEquals("engine 'decoder' went away", message.getHeader("CamelSeraiRequeued"));
        assertEquals(3, message.getHeader("CamelSeraiAliasVersion"));
        assertEquals("decoder", message.getHeader("CamelSeraiEngine"));
        assertEquals("cpu", message.getHeader("CamelSeraiDevice"));
        assertEquals(ScriptedGeneration.DIGEST, message.getHeader("CamelSeraiDigest"));
    }

    @Test
    void otherWorkSaysNothingOfItEvenWhereAnEarlierStepDid() {
        Outcome.describe(message, result(new Provenance("house", 3, "engine 'decoder' went away")));

        Outcome.clear(message);
        Outcome.describe(message, result(new Provenance("house", 4, "")));

        assertFalse(message.getHeaders().containsKey("CamelSeraiRequeued"));
        assertEquals(4, message.getHeader("CamelSeraiAliasVersion"));
    }
}

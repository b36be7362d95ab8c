package org.serai.connector.kafka.deadletter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ShorteningTest {
    @Test
    void whatFitsIsWhole() {
        assertEquals("grüße", text("grüße", 7));
    }

    @Test
    void whatDoesNotFitIsCutAtACharacterAndSaysSo() {
        String long40 = "ü".repeat(100);
        for (int limit = 0; limit < 200; limit++) {
            byte[] cut = Shortening.utf8(long40, limit);
            assertTrue(cut.length <= limit, "at " + limit);
            String text = new String(cut, StandardCharsets.UTF_8);
            assertTrue(text.isEmpty() || text.matches("ü*… \\[cut here; it has 200 bytes]"), text);
        }
        assertEquals("üü… [cut here; it has 200 bytes]", text(long40, 37));
    }

    private static String text(String text, int limit) {
        return new String(Shortening.utf8(text, limit), StandardCharsets.UTF_8);
    }
}

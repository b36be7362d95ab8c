package org.serai.engine.openai.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.serai.engine.openai.wire.StreamEvent.Piece;

class EventReaderTest {
    private static Piece piece(int topScores, String data) throws MalformedStreamException {
        return assertInstanceOf(Piece.class, new EventReader(topScores).read(data));
    }

    @Test
    void knowsTheEnd() throws MalformedStreamException {
        assertInstanceOf(StreamEvent.Done.class, new EventReader(0).read("[DONE]"));
    }

    @Test
    void readsBothFormsOfText() throws MalformedStreamException {
        assertEquals(
                "Hi",
                piece(0, "{\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}").text());
        assertEquals("Hi", piece(0, "{\"choices\":[{\"text\":\"Hi\"}]}").text());
    }

    @Test
    void countsThoughtAsLifeAndNotAsText() throws MalformedStreamException {
        Piece thought = piece(0, "{\"choices\":[{\"delta\":{\"reasoning_content\":\"Hm\",\"content\":null}}]}");

        assertTrue(thought.isToken());
        assertEquals("", thought.text());
        assertFalse(piece(0, "{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}")
                .isToken());
    }

    @Test
    void readsLogprobsOfConversations() throws MalformedStreamException {
        Piece piece = piece(
                1,
                "{\"choices\":[{\"delta\":{\"content\":\"é\"},\"logprobs\":{\"content\":[{\"token\":\"é\",\"id\":9,"
                        + "\"logprob\":-0.5,\"bytes\":[195,169],\"top_logprobs\":[{\"token\":\"e\",\"id\":3,"
                        + "\"logprob\":-2.5,\"bytes\":[101]},{\"token\":\"é\",\"id\":9,\"logprob\":-0.5,"
                        + "\"bytes\":[195,169]}]}]}}]}");

        assertEquals(List.of(9), piece.ids());
        assertArrayEquals(
                new byte[] {(byte) 195, (byte) 169},
                piece.scores().getFirst().chosen().bytes());
        assertEquals(List.of(9), piece.scores().getFirst().ids(), "The likeliest first, and as many as were asked for");
    }

    @Test
    void readsLogprobsOfPlainPrompts() throws MalformedStreamException {
        Piece piece = piece(
                2,
                "{\"choices\":[{\"text\":\" a b\",\"logprobs\":{\"tokens\":[\" a\",\" b\"],\"token_logprobs\":[-0.1,-0.2],"
                        + "\"top_logprobs\":[{\" a\":-0.1,\" x\":-3.0},{\" b\":-0.2}]}}]}");

        assertEquals(List.of(), piece.ids(), "These servers do not tell ids");
        assertEquals(2, piece.scores().size());
        assertEquals(List.of(-0.1f, -3.0f), piece.scores().getFirst().values());
    }

    @Test
    void joinsToolCallsByTheirIndex() throws MalformedStreamException {
        Piece first = piece(
                0,
                "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"function\":{\"name\":"
                        + "\"weather\",\"arguments\":\"{\\\"ci\"}}]}}]}");

        assertTrue(first.isToken());
        assertEquals(Optional.of("weather"), first.toolCalls().getFirst().name());
        assertEquals("{\"ci", first.toolCalls().getFirst().arguments());
    }

    @Test
    void readsErrorsInAllForms() {
        assertEquals(
                "a",
                ErrorBody.of("{\"error\":{\"message\":\"a\",\"code\":\"b\"}}").message());
        assertEquals("a", ErrorBody.of("{\"error\":\"a\"}").message());
        assertEquals("a", ErrorBody.of("{\"detail\":\"a\"}").message());
        assertEquals(
                "a", ErrorBody.of("{\"object\":\"error\",\"message\":\"a\"}").message());
        assertEquals("<html>", ErrorBody.of("<html>\u001b").message());
        assertEquals("(no message)", ErrorBody.of("").message());
    }
}

package org.serai.runtime.deadletter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.serai.command.CommandStreams;
import org.serai.delivery.DeadLetter;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;

class DeadLetterCommandTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final MemoryLetters orders = new MemoryLetters("kafka:orders.dlq");
    private final MemoryLetters inbox = new MemoryLetters("file:/srv/inbox/failed");
    private final Places places = new Places();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @BeforeEach
    void fill() {
        orders.put(letter("0-1", "orders", "TIMEOUT", NOON, "order one"));
        orders.put(letter("1-4", "orders", "INVALID", NOON.plusSeconds(60), "order two"));
        inbox.put(letter("0-1", "/srv/inbox", "TIMEOUT", NOON.plusSeconds(120), "a page\nof text"));
        places.bindPlace(orders);
        places.bindPlace(inbox);
    }

    @Test
    void listsLettersOfAllPlaces() throws Exception {
        String text = run(0, "list");
        List<String> lines = text.lines().toList();
        assertEquals(4, lines.size(), text);
        assertTrue(lines.get(0).startsWith("PLACE                   ID   FAILED AT"), text);
        assertTrue(
                lines.get(1).startsWith("file:/srv/inbox/failed  0-1  2026-03-01T12:02:00Z  SERAI-9900  TIMEOUT"),
                text);
        assertTrue(lines.get(2).startsWith("kafka:orders.dlq        0-1"), text);
        assertTrue(lines.get(3).contains("route-of-orders      failed for a reason of two lines"), text);
    }

    @Test
    void aPlaceThatCannotBeReadHidesNoOther() {
        orders.unreadable = true;
        SeraiException unreadable = assertThrows(SeraiException.class, () -> run(0, "list"));
        assertEquals("SERAI-9902", unreadable.code().toString());
        String text = out.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("file:/srv/inbox/failed  0-1"), text);
        assertFalse(text.contains("There are no dead letters"), text);

        inbox.unreadable = true;
        String reasons = String.valueOf(
                assertThrows(SeraiException.class, () -> run(0, "list")).getMessage());
        assertTrue(reasons.contains("orders.dlq cannot") && reasons.contains("failed cannot"), reasons);
        assertThrows(SeraiException.class, () -> run(0, "replay", "--all"));
        assertEquals(List.of(), orders.replayed);
    }

    @Test
    void aChoiceNarrowsTheList() throws Exception {
        assertEquals(List.of("0-1", "1-4"), ids("list", "--topic", "orders"));
        assertEquals(List.of("0-1"), ids("list", "--place", "file:/srv/inbox/failed"));
        assertEquals(List.of("0-1", "0-1"), ids("list", "--reason", "timeout"));
        assertEquals(List.of("1-4"), ids("list", "--reason", "SERAI-9901"));
        assertEquals(List.of("0-1", "1-4"), ids("list", "--since", "2026-03-01T12:01:00Z"));
        assertEquals(List.of("0-1"), ids("list", "--until", "2026-03-01T12:01:00Z"));
        assertEquals(List.of("0-1", "1-4"), ids("list", "--route", "route-of-orders"));
        assertEquals(List.of(), ids("list", "--since", "1d"));
        assertEquals(List.of("0-1"), ids("list", "--limit", "1"));
        assertEquals("There is no dead letter of this kind.\n", run(0, "list", "--reason", "CORRUPT"));
    }

    @Test
    void showsAllOfALetter() throws Exception {
        String text = run(0, "show", "1-4");
        assertTrue(text.contains("place         kafka:orders.dlq\n"), text);
        assertTrue(text.contains("reason        SERAI-9901 INVALID\n"), text);
        assertTrue(text.contains("model-digest  sha256:abc\n"), text);
        assertTrue(text.contains("\n--- prompt\n[user]\nWhat is it?\n"), text);
        assertTrue(text.endsWith("--- content, 9 bytes\norder two\n"), text);

        JsonNode json = json("show", "1-4", "--json");
        assertEquals("order two", json.get("content").asText());
        assertEquals("sha256:abc", json.get("details").get("model-digest").asText());
    }

    @Test
    void bytesThatAreNoTextAreBase64() throws Exception {
        var bytes = new DeadLetter(
                "0-9", "orders", "r", NOON, "SERAI-9900", "TIMEOUT", "m", 1, Map.of(), new byte[] {(byte) 0xff, 0});
        orders.put(bytes);
        assertEquals("/wA=", json("show", "0-9", "--json").get("content_base64").asText());
        assertTrue(run(0, "show", "0-9").contains("(no text; --json has it as Base64)"));
    }

    @Test
    void anIdOfTwoPlacesNeedsThePlace() throws Exception {
        assertEquals(DeadLetterCommandErrors.AMBIGUOUS, refused("show", "0-1"));
        assertTrue(run(0, "show", "0-1", "--place", "kafka:orders.dlq").contains("order one"));
    }

    @Test
    void replaysOneWithAnotherAlias() throws Exception {
        assertEquals("kafka:orders.dlq 1-4: done\n", run(0, "replay", "1-4", "--alias", "larger"));
        assertEquals(List.of("1-4 by larger"), orders.replayed);
        assertEquals(DeadLetterCommandErrors.NO_SUCH_LETTER, refused("show", "1-4"));
    }

    @Test
    void replaysAChoiceAndTellsWhatFailedAgain() throws Exception {
        inbox.failing = true;
        String text = run(1, "replay", "--reason", "TIMEOUT");
        assertEquals(
                "file:/srv/inbox/failed 0-1: failed again: SERAI-9902: still slow\nkafka:orders.dlq 0-1: done\n", text);
        JsonNode json = JsonMapper.builder().build().readTree(run(1, "replay", "--all", "--json"));
        assertEquals("failed", json.get(0).get("outcome").asText());
        assertEquals("done", json.get(1).get("outcome").asText());
        assertEquals(1, json("list", "--json").size());
    }

    @Test
    void aReplayOfNothingInParticularIsRefused() {
        assertEquals(DeadLetterCommandErrors.NOTHING_CHOSEN, refused("replay"));
        assertTrue(orders.replayed.isEmpty());
    }

    @Test
    void whatIsWrongIsNamed() {
        assertEquals(DeadLetterCommandErrors.NO_SUCH_PLACE, refused("list", "--place", "kafka:order.dlq"));
        assertEquals(DeadLetterCommandErrors.NO_SUCH_LETTER, refused("replay", "7-7"));
        assertEquals(DeadLetterCommandErrors.NO_TIME, refused("list", "--since", "yesterday"));
        var failure = assertThrows(SeraiException.class, () -> run(0, "list", "--place", "kafka:order.dlq"));
        assertTrue(String.valueOf(failure.getMessage()).contains("did you mean 'kafka:orders.dlq'?"));
    }

    @Test
    void emptyPlacesAreNamed() throws Exception {
        places.unbindPlace(inbox);
        run(0, "replay", "--all");
        assertEquals("There are no dead letters in kafka:orders.dlq.\n", run(0, "list"));
        places.unbindPlace(orders);
        assertEquals("No running route keeps dead letters.\n", run(0, "list"));
    }

    private String run(int status, String... arguments) throws Exception {
        out.reset();
        var printer = new PrintStream(out, true, StandardCharsets.UTF_8);
        var quiet = new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        int actual = new DeadLetterCommand(places)
                .run(
                        List.of(arguments),
                        new CommandStreams(InputStream.nullInputStream(), printer, quiet, false, Path.of(".")));
        String text = out.toString(StandardCharsets.UTF_8);
        assertEquals(status, actual, text);
        return text;
    }

    private JsonNode json(String... arguments) throws Exception {
        return JsonMapper.builder().build().readTree(run(0, arguments));
    }

    private List<String> ids(String... arguments) throws Exception {
        String[] withJson = Arrays.copyOf(arguments, arguments.length + 1);
        withJson[arguments.length] = "--json";
        return json(withJson).findValuesAsText("id");
    }

    private ErrorCode refused(String... arguments) {
        return assertThrows(SeraiException.class, () -> run(0, arguments)).code();
    }

    private static DeadLetter letter(String id, String origin, String category, Instant failedAt, String content) {
        assertFalse(content.isEmpty());
        return new DeadLetter(
                id,
                origin,
                "route-of-" + origin,
                failedAt,
                category.equals("INVALID") ? "SERAI-9901" : "SERAI-9900",
                category,
                "failed for a reason\nof two lines",
                3,
                Map.of("model-digest", "sha256:abc", "prompt", "[user]\nWhat is it?"),
                content.getBytes(StandardCharsets.UTF_8));
    }
}

package org.serai.connector.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serai.delivery.DeadLetter;
import org.serai.delivery.DeadLetters;
import org.serai.delivery.DeadLetters.Filter;
import org.serai.delivery.ExchangeProperties;
import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;

/** Documents that failed are listed with the reason, and are answered by their route once the cause is mended. */
@Timeout(600)
class LettersTest {
    private static final ErrorCode POISON = new ErrorCode(9901, ErrorCategory.INVALID);

    @TempDir
    private Path home;

    private final List<DeadLetters> offered = new ArrayList<>();
    private final RunningInboxes inboxes = new RunningInboxes();
    private final BlockingQueue<Map<String, Object>> tried = new LinkedBlockingQueue<>();

    /** Refuses every document unless the alias {@code larger} is asked. */
    private final Processor refusing = exchange -> {
        tried.add(Map.copyOf(exchange.getProperties()));
        if (!"larger".equals(exchange.getProperty(ExchangeProperties.ALIAS))) {
            throw new SeraiException(POISON, "too hard");
        }
        exchange.getMessage().setBody("answer to " + exchange.getMessage().getBody(String.class));
    };

    private Workplace start(String options, Processor step) throws Exception {
        return Workplace.start(home, options, step, context -> {
            context.getRegistry().bind("letters", new FailedFolders(letters -> {
                offered.add(letters);
                return () -> offered.remove(letters);
            }));
            context.getRegistry().bind("inboxes", inboxes);
        });
    }

    private DeadLetters letters() {
        assertEquals(1, offered.size());
        return offered.getFirst();
    }

    private List<DeadLetter> read(Filter filter) {
        List<DeadLetter> read = new ArrayList<>();
        letters().read(filter, read::add);
        return read;
    }

    private void failed(Workplace place, String name, String text) throws Exception {
        place.drop(name, text);
        place.await(name + " failed", () -> Files.exists(home.resolve("failed").resolve(name)));
    }

    private static void assertCode(ErrorCode code, SeraiException failure) {
        assertEquals(code, failure.code(), failure.getMessage());
    }

    @Test
    void aFailedDocumentIsALetterWithItsReason() throws Exception {
        Instant before = Instant.now();
        try (Workplace place = start("", refusing)) {
            failed(place, "a.txt", "first");
            failed(place, "b.txt", "second");
            Files.writeString(home.resolve("failed/stranger.txt"), "no record");
            Files.writeString(home.resolve("failed/damaged.txt"), "damaged");
            Files.writeString(home.resolve("failed/damaged.txt.error.json"), "{}");

            assertEquals("file:" + home.resolve("failed"), letters().place());
            assertEquals(
                    List.of("a.txt", "b.txt"),
                    read(Filter.ALL).stream().map(DeadLetter::id).toList());
            assertEquals(2, read(new Filter("invalid", before, null)).size());
            assertEquals(List.of(), read(new Filter("TIMEOUT", null, null)));
            List<DeadLetter> first = new ArrayList<>();
            letters().read(Filter.ALL, letter -> {
                first.add(letter);
                return false;
            });
            assertEquals(1, first.size());

            DeadLetter letter = letters().find("b.txt").orElseThrow();
            assertArrayEquals("second".getBytes(StandardCharsets.UTF_8), letter.content());
            assertEquals(home.resolve("inbox").toString(), letter.origin());
            assertEquals(Workplace.ROUTE, letter.route());
            assertEquals("SERAI-9901", letter.reason());
            assertEquals("INVALID", letter.category());
            assertTrue(letter.message().contains("too hard"), letter.message());
            assertEquals(1, letter.attempts());
            assertFalse(letter.failedAt().isBefore(before.minusMillis(1)));
            assertEquals("b.txt", letter.details().get("input.name"));
        }
        assertEquals(List.of(), offered, "a place is there as long as its route runs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gone.txt", "", "../secret.txt", "/etc/passwd", "a.txt.error.json", "./a.txt", "a\0.txt"})
    void whatIsNoLetterIsNotFound(String id) throws Exception {
        try (Workplace place = start("", refusing)) {
            failed(place, "a.txt", "first");
            Files.writeString(home.resolve("secret.txt"), "secret");
            Files.writeString(home.resolve("secret.txt.error.json"), place.read("failed/a.txt.error.json"));

            assertTrue(letters().find(id).isEmpty());
            SeraiException e =
                    assertThrows(SeraiException.class, () -> letters().replay(id, null));
            assertCode(FileErrors.NO_SUCH_LETTER, e);
        }
    }

    @Test
    void aLetterThatFailsAgainStays() throws Exception {
        try (Workplace place = start("", refusing)) {
            failed(place, "a.txt", "first");
            List<String> files = place.names("failed");
            String reason = place.read("failed/a.txt.error.json");

            SeraiException e =
                    assertThrows(SeraiException.class, () -> letters().replay("a.txt", null));

            assertCode(POISON, e);
            assertEquals(files, place.names("failed"));
            assertEquals(reason, place.read("failed/a.txt.error.json"));
            assertEquals(List.of(), place.names("outbox"));
        }
    }

    @Test
    void anotherAliasAnswersALetterUnderTheSameId() throws Exception {
        try (Workplace place = start("", refusing)) {
            failed(place, "a.txt", "first");

            letters().replay("a.txt", "larger");

            assertEquals(List.of(), read(Filter.ALL));
            assertEquals(List.of(), place.names("failed"));
            assertEquals(List.of("a.txt"), place.names("done"));
            assertEquals(List.of("a.txt", "a.txt.json"), place.names("outbox"));
            assertEquals("answer to first", place.read("outbox/a.txt"));
            assertEquals(List.of(), place.state());
            JsonObject sidecar = place.json("outbox/a.txt.json");
            assertEquals(2, sidecar.getInteger("attempt"));
            Map<String, Object> first = tried.remove();
            Map<String, Object> replayed = tried.remove();
            assertFalse(first.containsKey(ExchangeProperties.ALIAS));
            assertEquals(
                    Objects.requireNonNull(first.get(ExchangeProperties.DELIVERED)),
                    replayed.get(ExchangeProperties.DELIVERED));
        }
    }

    @Test
    void aLetterInAFolderIsAnsweredUnderTheNameThatItWasDroppedWith() throws Exception {
        try (Workplace place = start("&recursive=true&delete=true", refusing)) {
            failed(place, "sub/a.txt", "first");
            place.await("settled", () -> place.state().isEmpty());
            place.drop("sub/a.txt", "second");
            place.await("second failure", () -> place.names("failed").contains("sub/a-2.txt"));

            letters().replay("sub/a-2.txt", "larger");

            assertEquals(List.of("sub/a.txt", "sub/a.txt.json"), place.names("outbox"));
            assertEquals("answer to second", place.read("outbox/sub/a.txt"));
            assertEquals(List.of("sub/a.txt", "sub/a.txt.error.json"), place.names("failed"));
        }
    }

    @Test
    void aDocumentThatWasMendedInItsFolderIsReadAnew() throws Exception {
        try (Workplace place = start("", refusing)) {
            failed(place, "a.txt", " ");
            SeraiException e =
                    assertThrows(SeraiException.class, () -> letters().replay("a.txt", "larger"));
            assertCode(FileErrors.EMPTY_DOCUMENT, e);

            Files.writeString(home.resolve("failed/a.txt"), "mended");
            letters().replay("a.txt", "larger");

            assertEquals("answer to mended", place.read("outbox/a.txt"));
            assertEquals("mended", place.read("done/a.txt"));
        }
    }

    @Test
    void anAnswerThatCannotBeWrittenLeavesTheLetterAndNothingElse() throws Exception {
        try (Workplace place = start("", refusing)) {
            failed(place, "a.txt", "first");
            Path outbox = home.resolve("outbox");
            Files.delete(outbox);
            Files.writeString(outbox, "in the way");

            SeraiException e =
                    assertThrows(SeraiException.class, () -> letters().replay("a.txt", "larger"));

            assertCode(FileErrors.OUTBOX_UNUSABLE, e);
            assertEquals(List.of("a.txt", "a.txt.error.json"), place.names("failed"));
            assertEquals(List.of(), place.state());
            Files.delete(outbox);
            Files.createDirectory(outbox);
            letters().replay("a.txt", "larger");
            assertEquals(List.of("a.txt", "a.txt.json"), place.names("outbox"));
            assertEquals(List.of(), place.names("failed"));
        }
    }

    @Test
    void whatWasDecidedBeforeACrashIsPutInPlaceAtTheNextStart() throws Exception {
        try (Workplace place = start("", refusing)) {
            failed(place, "a.txt", "first");
            Files.deleteIfExists(home.resolve("done"));
            Files.writeString(home.resolve("done"), "in the way");

            letters().replay("a.txt", "larger");

            assertEquals(List.of("a.txt", "a.txt.json"), place.names("outbox"));
            assertEquals(1, place.state().size(), "the journal holds it: " + place.state());
            place.await("a status", () -> !inboxes.rows().getFirst().healthy());
            String detail = inboxes.rows().getFirst().detail();
            assertTrue(detail.contains("SERAI-1922"), detail);
        }
        Files.delete(home.resolve("done"));
        tried.clear();
        try (Workplace place = start("", refusing)) {
            place.awaitNames("done", "a.txt");
            place.await("clean state", () -> place.state().isEmpty());
            assertEquals(List.of(), place.names("failed"));
            assertEquals(List.of("a.txt", "a.txt.json"), place.names("outbox"));
            assertEquals(0, tried.size());
        }
    }

    @Test
    void aLetterIsReplayedOnceAtATimeAndStaysWhereItsRouteIsStopped() throws Exception {
        BlockingQueue<AsyncCallback> open = new LinkedBlockingQueue<>();
        Processor keeping = new AsyncProcessorSupport() {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                if (exchange.getProperty(ExchangeProperties.ALIAS) == null) {
                    exchange.setException(new SeraiException(POISON, "too hard"));
                    callback.done(true);
                    return true;
                }
                open.add(callback);
                return false;
            }
        };
        try (Workplace place = start("", keeping)) {
            place.context().getShutdownStrategy().setTimeout(1);
            failed(place, "a.txt", "first");
            DeadLetters letters = letters();
            CompletableFuture<SeraiException> replay = CompletableFuture.supplyAsync(
                    () -> assertThrows(SeraiException.class, () -> letters.replay("a.txt", "larger")));
            AsyncCallback callback = Objects.requireNonNull(open.poll(4, TimeUnit.MINUTES));

            SeraiException second = assertThrows(SeraiException.class, () -> letters.replay("a.txt", "larger"));
            assertCode(FileErrors.IN_REPLAY, second);
            place.context().getRouteController().stopRoute(Workplace.ROUTE);

            assertCode(FileErrors.NOT_RUNNING, replay.get(4, TimeUnit.MINUTES));
            callback.done(false);
            SeraiException stopped = assertThrows(SeraiException.class, () -> letters.replay("a.txt", null));
            assertCode(FileErrors.NOT_RUNNING, stopped);
            assertEquals(List.of("a.txt", "a.txt.error.json"), place.names("failed"));
            assertEquals(List.of(), place.names("outbox"));
        }
    }
}

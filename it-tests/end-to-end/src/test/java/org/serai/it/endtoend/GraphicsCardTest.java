package org.serai.it.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.serai.it.support.SeraiHome;
import org.serai.it.support.TinyModel;

/** A machine without a graphics card, and one with a driver, as the distribution meets them ({@code docs/gpu.md}). */
class GraphicsCardTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path folder;

    /** Where OpenCL's loader looks for drivers. */
    private Map<String, String> withoutDrivers() throws IOException {
        return Map.of(
                "OCL_ICD_VENDORS",
                Files.createDirectories(folder.resolve("vendors")).toString());
    }

    @Test
    void withoutACardTheProcessorAnswersAndNothingIsWrong() throws Exception {
        try (SeraiHome home = new SeraiHome(folder.resolve("home"))) {
            home.write("routes/answer.camel.yaml", TinyModel.route("answer", "work/inbox", "tiny", 3));
            home.alias("tiny", TinyModel.file(), "devices=opencl, cpu");
            home.serai(withoutDrivers(), "start").expectSuccess();
            SeraiHome.await("the model", () -> home.out("alias", "list").contains("ready"));

            home.write("work/inbox/letter.txt", "A letter says:");
            JsonNode answer = home.json(home.awaitFile("work/outbox/letter.txt.json"));
            assertEquals("cpu", answer.at("/answer/device").asText(), answer::toPrettyString);

            JsonNode alias = JSON.readTree(home.out("alias", "show", "tiny", "--json"));
            assertEquals("cpu", alias.at("/session/device").asText(), alias::toPrettyString);
            assertEquals("", alias.at("/reason").asText(), alias::toPrettyString);
            assertTrue(alias.at("/held_off").isEmpty(), alias::toPrettyString);
            JsonNode status = home.status();
            assertTrue(status.at("/healthy").asBoolean(), status::toPrettyString);
            assertFalse(status.at("/warnings").toString().contains("opencl"), status::toPrettyString);
            JsonNode ready = ready(home);
            assertEquals("ok", ready.at("/status").asText(), ready::toPrettyString);
            ready.at("/checks")
                    .forEach(check -> assertEquals("ok", check.at("/status").asText(), ready::toPrettyString));

            SeraiHome.Outcome check = home.serai("gpu", "check");
            assertEquals(1, check.status(), () -> check.out() + check.err());
            assertEquals("", check.err());
            assertTrue(check.out().startsWith("No OpenCL device is there.\n"), check.out());
            assertTrue(check.out().contains("Device 'opencl' is not there: SERAI-2704: "), check.out());
            assertEquals(2, check.out().lines().filter(line -> !line.isBlank()).count(), check.out());
            assertFalse(home.log().contains("ERROR"), home.log());
        }
    }

    private static JsonNode ready(SeraiHome home) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return JSON.readTree(client.send(
                            HttpRequest.newBuilder(home.server().resolve("/health/ready"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body());
        }
    }

    @Test
    void theCheckNeedsNoInstanceToSayThatThereIsNoCard() throws Exception {
        try (SeraiHome home = new SeraiHome(folder.resolve("home"))) {
            SeraiHome.Outcome check = home.serai(withoutDrivers(), "gpu", "check", "--json");
            assertEquals(1, check.status(), () -> check.out() + check.err());
            JsonNode report = JSON.readTree(check.out());
            assertFalse(report.at("/well").asBoolean(), report::toPrettyString);
            assertTrue(report.at("/reason").asText().contains("SERAI-2704"), report::toPrettyString);
        }
    }

    /** Takes more than half a minute on PoCL, so not in every build, where {@code GpuCommandTest} has small matrices. */
    @Test
    @EnabledIfSystemProperty(named = "serai.long", matches = "true")
    void theCheckTellsOfDriversAndLimitsAndOfEveryKernel() throws Exception {
        assumeTrue(
                Files.isDirectory(Path.of("/etc/OpenCL/vendors")),
                "There is no OpenCL driver, such as Debian's pocl-opencl-icd");
        try (SeraiHome home = new SeraiHome(folder.resolve("home"))) {
            String report = home.serai("gpu", "check", "--kinds=gpu,accelerator,cpu")
                    .expectSuccess()
                    .out();
            assertTrue(report.contains("    driver          "), report);
            assertTrue(report.contains(" MiB, one buffer at most "), report);
            assertTrue(report.contains("work-groups of at most "), report);
            assertTrue(report.contains("attention, F16 cache           ok"), report);
            assertTrue(report.contains("prefill Q4_K, 128 rows"), report);
            assertFalse(report.contains("WRONG"), report);
        }
    }
}

package org.serai.it.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.serai.it.support.SeraiHome;
import org.serai.it.support.TinyModel;

/**
 * One Serai in front of another: what the one in front asks of its engine {@code upstairs} the other one answers, but for
 * what must stay at home. In the end the other one dies.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RemoteEngineTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private RestInstance upstairs;
    private RestInstance house;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        upstairs = new RestInstance(Files.createDirectories(folder.resolve("upstairs")));
        upstairs.home().alias("tiny", TinyModel.file(), "context=512", "slots=2");
        upstairs.start(Map.of());
        upstairs.awaitReady("tiny");

        house = new RestInstance(Files.createDirectories(folder.resolve("house")));
        SeraiHome home = house.home();
        home.write(
                "etc/org.serai.engine.openai~upstairs.cfg",
                "url=" + upstairs.openAi() + "\ndialect=serai\nmodels=" + TinyModel.file()
                        + "=tiny\nbreakerPause=200ms\nlongestBreakerPause=500ms\nretryPause=10ms\n");
        home.write("etc/org.serai.alias~far.cfg", "model=tiny\nengines=upstairs\n");
        home.alias("both", TinyModel.file(), "engines=upstairs,decoder", "context=512");
        home.write("routes/far.camel.yaml", TinyModel.route("far", "far/inbox", "far", 4));
        home.write("routes/both.camel.yaml", TinyModel.route("both", "both/inbox", "both", 4));
        home.write(
                "routes/personnel.camel.yaml",
                TinyModel.route("personnel", "personnel/inbox", "both", 4)
                        .replace("settle: 100", "settle: 100\n        residency: local-only"));
        house.start(Map.of());
        house.awaitReady("far");
        SeraiHome.await(
                "both to be served by the other one", () -> engineOf("both").equals("upstairs"));
    }

    @AfterAll
    void stop() {
        house.close();
        upstairs.close();
        client.close();
    }

    private String engineOf(String alias) {
        try {
            return house.get("/v1/models/" + alias).at("/serai/engine").asText();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private JsonNode answered(String place, String name) throws Exception {
        SeraiHome home = house.home();
        home.write(place + "/inbox/" + name, "Once upon a time");
        Path sidecar = home.awaitFile(place + "/outbox/" + name + ".json");
        return RestInstance.JSON.readTree(Files.readString(sidecar)).path("answer");
    }

    private HttpResponse<String> ask(String alias, String residency) throws Exception {
        String body = RestInstance.JSON
                .createObjectNode()
                .put("model", alias)
                .put("prompt", "Once upon a time")
                .put("max_tokens", 4)
                .toString();
        return client.send(
                house.request("/v1/completions")
                        .header("Content-Type", "application/json")
                        .header("X-Serai-Residency", residency)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    @Test
    @Order(1)
    void answersFromTheOtherOneSayWhoMadeThem() throws Exception {
        JsonNode answer = answered("far", "letter.txt");

        assertEquals("upstairs", answer.path("engine").asText(), answer::toPrettyString);
        assertEquals("tiny", answer.path("model").asText(), answer::toPrettyString);
        assertTrue(answer.path("digest").asText().startsWith("server:upstairs/tiny@sha256:"), answer::toPrettyString);
        assertEquals(4, answer.path("completionTokens").asInt(), answer::toPrettyString);
        assertTrue(answer.path("promptTokens").asInt() > 0, answer::toPrettyString);
    }

    @Test
    @Order(2)
    void theSameModelSaysTheSameHereAndThere() throws Exception {
        String there = choice(ask("both", "anywhere")).path("text").asText();
        String here = choice(ask("both", "local-only")).path("text").asText();

        assertEquals(there, here);
    }

    private static JsonNode choice(HttpResponse<String> response) throws IOException {
        assertEquals(200, response.statusCode(), response::body);
        return RestInstance.JSON.readTree(response.body()).at("/choices/0");
    }

    @Test
    @Order(3)
    void whatMustStayAtHomeDoes() throws Exception {
        assertEquals(
                "upstairs", choice(ask("both", "anywhere")).at("/serai/engine").asText());
        assertEquals(
                "decoder", choice(ask("both", "local-only")).at("/serai/engine").asText());
        assertEquals(
                "decoder",
                choice(ask("both", "a slip of the pen")).at("/serai/engine").asText());
        assertEquals("decoder", answered("personnel", "file.txt").path("engine").asText());

        HttpResponse<String> refused = ask("far", "local-only");

        assertTrue(refused.statusCode() >= 400, refused::body);
        assertTrue(refused.body().contains("SERAI-1709"), refused::body);
    }

    @Test
    @Order(4)
    void theStatusKnowsTheServer() throws Exception {
        JsonNode row = house.home().status().path("servers").get(0);

        assertEquals("upstairs", row.path("name").asText(), row::toPrettyString);
        assertEquals("ready", row.path("state").asText(), row::toPrettyString);
        assertTrue(row.path("healthy").asBoolean(), row::toPrettyString);
    }

    @Test
    @Order(5)
    void goesOnWithoutTheOtherOne() throws Exception {
        upstairs.home().kill();

        assertEquals(
                "decoder", answered("both", "afterwards.txt").path("engine").asText());

        SeraiHome.await("the status to know that it is away", () -> {
            try {
                return house.home().status().at("/servers/0/state").asText().equals("away");
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        });
        assertFalse(house.home().status().at("/servers/0/healthy").asBoolean());
    }
}

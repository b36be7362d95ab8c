package org.serai.connector.rest.management;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.serai.command.Command;
import org.serai.command.CommandStreams;
import org.serai.connector.rest.RestErrors;
import org.serai.connector.rest.http.Json;
import org.serai.connector.rest.http.Role;
import org.serai.connector.rest.server.RunningServer;
import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;
import org.serai.status.InstanceInfo;

/** Commands behind operations. */
class ManagementTest {
    private final List<String> lines = new ArrayList<>();
    private final Commands commands = new Commands();

    @TempDir
    Path home;

    /** A command that notes its words and then does what the test wants. */
    private void command(String name, Work work) {
        commands.addCommand(
                new Command() {
                    @Override
                    public String summary() {
                        return name;
                    }

                    @Override
                    public int run(List<String> arguments, CommandStreams streams) {
                        lines.add(name + " " + String.join(" ", arguments));
                        return work.run(streams);
                    }
                },
                Map.of(Command.NAME, name));
    }

    private interface Work {
        int run(CommandStreams streams);
    }

    private RunningServer server() throws Exception {
        InstanceInfo instance = new InstanceInfo() {
            @Override
            public Path home() {
                return home;
            }

            @Override
            public boolean isRunning() {
                return true;
            }
        };
        return new RunningServer(home, Map.of(), new Management(commands, instance));
    }

    private static HttpResponse<String> as(RunningServer server, Role role, String method, String path, String body)
            throws Exception {
        String key = server.keys().create(role.wireName(), role);
        return server.send(server.request(path)
                .header("X-API-Key", key)
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    private static JsonNode json(HttpResponse<String> response) throws Exception {
        return Json.MAPPER.readTree(response.body());
    }

    @Test
    void answersWithWhatTheCommandPrints() throws Exception {
        command("alias", streams -> {
            streams.out().println("[{\"name\": \"chat\"}]");
            return 0;
        });
        try (RunningServer server = server()) {
            HttpResponse<String> response = server.get("/api/v1/aliases");
            assertEquals(200, response.statusCode());
            assertEquals("chat", json(response).get(0).get("name").asText());
            assertEquals(List.of("alias list --json"), lines);
        }
    }

    @Test
    void showsAStatusThatIsNotWell() throws Exception {
        command("status", streams -> {
            streams.out().println("{\"healthy\": false}");
            return 1;
        });
        try (RunningServer server = server()) {
            assertEquals(200, server.get("/api/v1/status").statusCode());
        }
    }

    @ParameterizedTest
    @CsvSource({"INVALID,400", "NOT_FOUND,404", "CONFIGURATION,500", "UNAVAILABLE,503"})
    void turnsARefusalIntoAProblemWithItsCode(String category, int status) throws Exception {
        command("alias", streams -> {
            throw new SeraiException(new ErrorCode(9904, ErrorCategory.valueOf(category)), "no");
        });
        try (RunningServer server = server()) {
            HttpResponse<String> response = server.get("/api/v1/aliases/chat");
            assertEquals(status, response.statusCode());
            assertEquals("SERAI-9904", json(response).get("code").asText());
        }
    }

    @Test
    void tellsWhatACommandTold() throws Exception {
        command("route", streams -> {
            streams.err().println("SERAI-1812: There is no route x.");
            return 1;
        });
        try (RunningServer server = server()) {
            HttpResponse<String> response = as(server, Role.OPERATE, "POST", "/api/v1/routes/x/start", "");
            assertEquals(409, response.statusCode());
            assertEquals("SERAI-1812", json(response).get("code").asText());
            assertEquals(
                    "SERAI-1812: There is no route x.",
                    json(response).get("detail").asText());
        }
    }

    @Test
    void hasNothingToSayWhereTheCommandHasNothing() throws Exception {
        command("route", streams -> 0);
        try (RunningServer server = server()) {
            assertEquals(
                    204,
                    as(server, Role.OPERATE, "POST", "/api/v1/routes/x/stop", "")
                            .statusCode());
            assertEquals(List.of("route stop -- x"), lines);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "..%2F..%2Fetc%2Fpasswd", "%2Fetc%2Fpasswd", "a%0Ab", "."})
    void letsNoNameBeAnOptionOrAPath(String name) throws Exception {
        command("model", streams -> 0);
        try (RunningServer server = server()) {
            int status = server.get("/api/v1/models/" + name).statusCode();
            assertTrue(status == 404 || status == 400, name + " gave " + status);
            assertTrue(lines.isEmpty(), lines.toString());
        }
    }

    @Test
    void givesFieldsOfTheBodyAsOptions() throws Exception {
        command("key", streams -> 0);
        try (RunningServer server = server()) {
            as(server, Role.ADMIN, "POST", "/api/v1/keys", "{\"name\": \"--role=admin\", \"role\": \"use\"}");
            assertEquals(List.of("key create --json --role=use -- --role=admin"), lines);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"role\": \"use\"}",
                "{\"name\": \"a\", \"role\": 1}",
                "{\"name\": \"a\", \"rule\": \"use\"}",
                "[]",
                "{\"name\": \"a\\u0000b\"}"
            })
    void refusesBodiesThatAreNotWhatIsAskedFor(String body) throws Exception {
        command("key", streams -> 0);
        try (RunningServer server = server()) {
            HttpResponse<String> response = as(server, Role.ADMIN, "POST", "/api/v1/keys", body);
            assertEquals(400, response.statusCode(), response.body());
            assertTrue(lines.isEmpty(), lines.toString());
        }
    }

    @Test
    void saysThatACommandIsMissing() throws Exception {
        try (RunningServer server = server()) {
            HttpResponse<String> response = server.get("/api/v1/status");
            assertEquals(503, response.statusCode());
            assertEquals(
                    RestErrors.NO_COMMAND.toString(), json(response).get("code").asText());
        }
    }

    @Test
    void keepsWhatChangesThingsToThoseWhoMay() throws Exception {
        command("alias", streams -> 0);
        try (RunningServer server = server()) {
            assertEquals(
                    403,
                    as(server, Role.USE, "POST", "/api/v1/aliases/chat/reload", "")
                            .statusCode());
            assertEquals(
                    204,
                    as(server, Role.OPERATE, "POST", "/api/v1/aliases/chat/reload", "")
                            .statusCode());
        }
    }

    @Test
    void exchangesModelsAsTheCommandDoes() throws Exception {
        command("alias", streams -> 0);
        try (RunningServer server = server()) {
            as(
                    server,
                    Role.OPERATE,
                    "POST",
                    "/api/v1/aliases/chat/swap?model=better&engine=decoder&device=opencl,cpu&drain-first=true",
                    "");
            assertEquals(
                    List.of("alias swap --json --model=better --engine=decoder --device=opencl,cpu --drain-first=true"
                            + " -- chat"),
                    lines);
            assertEquals(
                    403,
                    as(server, Role.USE, "POST", "/api/v1/aliases/chat/swap?model=better", "")
                            .statusCode());
        }
    }
}

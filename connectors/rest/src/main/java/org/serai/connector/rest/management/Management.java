package org.serai.connector.rest.management;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.command.Command;
import org.serai.command.CommandStreams;
import org.serai.connector.rest.RestErrors;
import org.serai.connector.rest.http.Call;
import org.serai.connector.rest.http.HttpException;
import org.serai.connector.rest.http.Json;
import org.serai.connector.rest.http.Operation;
import org.serai.connector.rest.http.Resource;
import org.serai.connector.rest.http.Role;
import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;
import org.serai.status.InstanceInfo;

/**
 * Management over HTTP: each operation runs the command that {@code bin/serai} runs, so that both do the same and tell the
 * same. What a command prints as JSON is the answer.
 */
@Component(service = Resource.class)
public final class Management implements Resource {
    private static final Pattern CODE = Pattern.compile("^SERAI-(\\d{4}): (.*)", Pattern.DOTALL);

    private static final List<CommandLine> TABLE = List.of(
            CommandLine.of("GET", "/api/v1/status", Role.USE, "status", "--json"),
            CommandLine.of("GET", "/api/v1/models", Role.USE, "model", "list", "--json"),
            CommandLine.of("GET", "/api/v1/models/{model}", Role.USE, "model", "show", "--json")
                    .at("model"),
            CommandLine.of("POST", "/api/v1/models", Role.ADMIN, "model", "pull")
                    .with("name", "sha256", "licence", "accept-licence")
                    .at("source"),
            CommandLine.of("DELETE", "/api/v1/models/{model}", Role.ADMIN, "model", "remove")
                    .at("model"),
            CommandLine.of("GET", "/api/v1/aliases", Role.USE, "alias", "list", "--json"),
            CommandLine.of("GET", "/api/v1/aliases/{alias}", Role.USE, "alias", "show", "--json")
                    .at("alias"),
            CommandLine.of("POST", "/api/v1/aliases/{alias}/reload", Role.OPERATE, "alias", "reload", "--json")
                    .at("alias"),
            CommandLine.of("POST", "/api/v1/aliases/{alias}/swap", Role.OPERATE, "alias", "swap", "--json")
                    .with("model", "engine", "device", "drain-first", "require-shadow")
                    .at("alias"),
            CommandLine.of("POST", "/api/v1/aliases/{alias}/rollback", Role.OPERATE, "alias", "rollback", "--json")
                    .with("drain-first")
                    .at("alias"),
            CommandLine.of("GET", "/api/v1/aliases/{alias}/shadow", Role.USE, "alias", "shadow", "--json")
                    .at("alias"),
            CommandLine.of("GET", "/api/v1/routes", Role.USE, "route", "list", "--json"),
            CommandLine.of("GET", "/api/v1/routes/{id}", Role.USE, "route", "show", "--json")
                    .at("id"),
            CommandLine.of("POST", "/api/v1/routes/{id}/start", Role.OPERATE, "route", "start")
                    .at("id"),
            CommandLine.of("POST", "/api/v1/routes/{id}/stop", Role.OPERATE, "route", "stop")
                    .at("id"),
            CommandLine.of("GET", "/api/v1/dead-letters", Role.OPERATE, "dlq", "list", "--json")
                    .with("place", "origin", "route", "reason", "since", "until", "limit"),
            CommandLine.of("POST", "/api/v1/dead-letters/replay", Role.OPERATE, "dlq", "replay", "--json")
                    .with("place", "origin", "route", "reason", "since", "until", "all", "alias"),
            CommandLine.of("GET", "/api/v1/dead-letters/{letter}", Role.OPERATE, "dlq", "show", "--json")
                    .with("place")
                    .at("letter"),
            CommandLine.of("POST", "/api/v1/dead-letters/{letter}/replay", Role.OPERATE, "dlq", "replay", "--json")
                    .with("place", "alias")
                    .at("letter"),
            CommandLine.of("GET", "/api/v1/keys", Role.ADMIN, "key", "list", "--json"),
            CommandLine.of("POST", "/api/v1/keys", Role.ADMIN, "key", "create", "--json")
                    .with("role")
                    .at("name"),
            CommandLine.of("DELETE", "/api/v1/keys/{key}", Role.ADMIN, "key", "revoke", "--json")
                    .at("key"));

    private final Commands commands;
    private final InstanceInfo instance;

    @Activate
    public Management(
            @Reference(name = "commands") Commands commands, @Reference(name = "instance") InstanceInfo instance) {
        this.commands = commands;
        this.instance = instance;
    }

    @Override
    public List<Operation> operations() {
        return TABLE.stream()
                .map(line -> Operation.of(line.method(), line.path(), line.role(), call -> run(line, call)))
                .toList();
    }

    private void run(CommandLine line, Call call) throws Exception {
        List<String> words = line.fill(parameters(line, call), call::pathParameter);
        Command command = commands.find(words.getFirst())
                .orElseThrow(() -> new SeraiException(
                        RestErrors.NO_COMMAND,
                        "The command '" + words.getFirst()
                                + "', which does this, is not there: a plugin may be missing."));
        call.onDisconnect(Thread.currentThread()::interrupt);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        CommandStreams streams =
                new CommandStreams(InputStream.nullInputStream(), print(out), print(err), false, instance.home());
        int status = command.run(words.subList(1, words.size()), streams);
        String said = err.toString(StandardCharsets.UTF_8).strip();
        JsonNode printed = json(out);
        if (status == 0 || (printed != null && said.isEmpty())) {
            answer(call, printed, out.toString(StandardCharsets.UTF_8).strip());
        } else {
            throw failure(status, said);
        }
    }

    private static Function<String, Optional<String>> parameters(CommandLine line, Call call) throws Exception {
        if (line.method().equals("GET") || call.body().length == 0) {
            return call::query;
        }
        JsonNode body = call.json();
        if (!(body instanceof ObjectNode)) {
            throw new HttpException(400, RestErrors.BAD_COMMAND, "The body must be a JSON object.");
        }
        body.properties().forEach(field -> {
            String name = field.getKey();
            if (!line.options().contains(name) && !line.places().contains(name)) {
                throw new HttpException(400, RestErrors.BAD_COMMAND, "There is no field '" + name + "'.", name);
            }
            if (!field.getValue().isTextual()) {
                throw new HttpException(400, RestErrors.BAD_COMMAND, "'" + name + "' must be a text.", name);
            }
        });
        return name -> Optional.ofNullable(body.get(name)).map(JsonNode::textValue);
    }

    private static PrintStream print(ByteArrayOutputStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }

    private static @Nullable JsonNode json(ByteArrayOutputStream out) {
        try {
            JsonNode node = Json.MAPPER.readTree(out.toString(StandardCharsets.UTF_8));
            return node.isContainerNode() ? node : null;
        } catch (JsonProcessingException e) {
            return null; // the command speaks to people
        }
    }

    private static void answer(Call call, @Nullable JsonNode printed, String text) throws IOException {
        if (printed != null) {
            call.answer(200, printed);
        } else if (text.isEmpty()) {
            call.answer(204, "", new byte[0]);
        } else {
            call.answer(200, Json.MAPPER.createObjectNode().put("message", text));
        }
    }

    /** A command that tells a failure itself, instead of throwing it, refused what the request named. */
    private static HttpException failure(int status, String said) {
        if (status == 2) {
            return new HttpException(
                    400, RestErrors.BAD_COMMAND, said.lines().findFirst().orElse("It makes no sense."));
        }
        Matcher known = CODE.matcher(said);
        return known.matches()
                ? new HttpException(
                        409, new ErrorCode(Integer.parseInt(known.group(1)), ErrorCategory.INVALID), known.group(2))
                : new HttpException(409, RestErrors.COMMAND_FAILED, said);
    }
}

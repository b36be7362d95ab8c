package org.serai.connector.rest.security;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.command.Command;
import org.serai.command.CommandStreams;
import org.serai.connector.rest.http.Json;
import org.serai.connector.rest.http.Role;
import org.serai.error.SeraiException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code serai key}: the API keys of a home, with or without a running instance. */
@Component(property = {Command.NAME + "=key", Command.SCOPE + "=" + Command.ANY})
public final class KeyCommand implements Command {
    private final ApiKeys keys;

    @Activate
    public KeyCommand(@Reference(name = "keys") ApiKeys keys) {
        this.keys = keys;
    }

    @Override
    public String summary() {
        return "create, list and revoke API keys";
    }

    @Override
    public int run(List<String> arguments, CommandStreams streams) {
        CommandLine line = new CommandLine(new Call(keys, streams));
        line.setOut(new PrintWriter(streams.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(streams.err(), true, StandardCharsets.UTF_8));
        line.registerConverter(Role.class, text -> Role.of(text)
                .orElseThrow(() -> new CommandLine.TypeConversionException(
                        "'" + text + "' is no role: take use, operate or admin")));
        AtomicReference<@Nullable SeraiException> refused = new AtomicReference<>();
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof SeraiException known) {
                refused.set(known);
                return 1;
            }
            throw failure;
        });
        int status = line.execute(arguments.toArray(String[]::new));
        SeraiException failure = refused.get();
        if (failure != null) {
            throw failure;
        }
        return status;
    }

    @CommandLine.Command(
            name = "serai key",
            mixinStandardHelpOptions = true,
            description = "Creates, lists and revokes the API keys that the REST interface takes.",
            synopsisSubcommandLabel = "COMMAND")
    static final class Call implements Runnable {
        private final ApiKeys keys;
        private final CommandStreams streams;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        Call(ApiKeys keys, CommandStreams streams) {
            this.keys = keys;
            this.streams = streams;
        }

        @Override
        public void run() {
            throw new ParameterException(spec.commandLine(), "Say what to do: create, list or revoke.");
        }

        @CommandLine.Command(
                name = "create",
                mixinStandardHelpOptions = true,
                description = "Creates a key and prints it. It is shown this once: only its hash is stored.")
        int create(
                @Parameters(paramLabel = "NAME", description = "How the key is called.") String name,
                @Option(
                                names = "--role",
                                required = true,
                                description = "What it allows: use (ask, and see), operate (also change what runs) or"
                                        + " admin (also change models and keys).")
                        Role role,
                @Option(names = "--json", description = "Print JSON.") boolean json) {
            String secret = keys.create(name, role);
            if (json) {
                ObjectNode node = Json.MAPPER.createObjectNode();
                node.put("name", name).put("role", role.wireName()).put("key", secret);
                streams.out().println(node);
                return 0;
            }
            streams.out().println(secret);
            streams.err()
                    .println("This is key '" + name + "' with role " + role.wireName()
                            + ". Keep it: it is not shown again. Send it as `Authorization: Bearer KEY`.");
            return 0;
        }

        @CommandLine.Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the keys.")
        int list(@Option(names = "--json", description = "Print JSON.") boolean json) {
            List<ApiKeys.Entry> all = keys.list();
            if (json) {
                ArrayNode array = Json.MAPPER.createArrayNode();
                all.forEach(key -> array.addObject()
                        .put("name", key.name())
                        .put("role", key.role().wireName())
                        .put("created", key.created().toString()));
                streams.out().println(array);
                return 0;
            }
            if (all.isEmpty()) {
                streams.out()
                        .println("There are no keys. `serai key create NAME --role "
                                + Arrays.stream(Role.values())
                                        .map(Role::wireName)
                                        .collect(Collectors.joining("|"))
                                + "` makes one.");
                return 0;
            }
            int width = Math.max(
                    "NAME".length(),
                    all.stream().mapToInt(key -> key.name().length()).max().orElse(0));
            String format = "%-" + width + "s  %-7s  %s%n";
            streams.out().printf(format, "NAME", "ROLE", "CREATED");
            all.forEach(
                    key -> streams.out().printf(format, key.name(), key.role().wireName(), key.created()));
            return 0;
        }

        @CommandLine.Command(
                name = "revoke",
                mixinStandardHelpOptions = true,
                description = "Takes a key away: requests that come with it from now on are refused.")
        int revoke(
                @Parameters(paramLabel = "NAME", description = "The key.") String name,
                @Option(names = "--json", description = "Print JSON.") boolean json) {
            keys.revoke(name);
            if (json) {
                streams.out().println(Json.MAPPER.createObjectNode().put("revoked", name));
            } else {
                streams.out().println("revoked '" + name + "'");
            }
            return 0;
        }
    }
}

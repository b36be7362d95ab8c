package org.serai.runtime.alias;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.alias.AliasInfo;
import org.serai.alias.AliasLoad;
import org.serai.command.Command;
import org.serai.command.CommandStreams;
import org.serai.engine.SessionInfo;
import org.serai.runtime.command.CommandLines;
import org.serai.runtime.command.CommandShell;
import org.serai.runtime.text.Durations;
import org.serai.runtime.text.TextTable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code serai alias}: shows the aliases of the running instance. */
@Component(property = {Command.NAME + "=alias", Command.SCOPE + "=" + Command.INSTANCE})
public final class AliasCommand implements Command {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final AliasManager aliases;

    @Activate
    public AliasCommand(@Reference(name = "aliases") AliasManager aliases) {
        this.aliases = aliases;
    }

    @Override
    public String summary() {
        return "show aliases, the names that routes use for models";
    }

    @Override
    public int run(List<String> arguments, CommandStreams streams) throws Exception {
        return CommandLines.execute(new Call(streams), arguments, streams);
    }

    @picocli.CommandLine.Command(
            name = "serai alias",
            description = "Shows aliases, the names that routes use for models.",
            synopsisSubcommandLabel = "COMMAND")
    final class Call {
        private final CommandStreams streams;

        Call(CommandStreams streams) {
            this.streams = streams;
        }

        @picocli.CommandLine.Command(name = "list", description = "Lists all aliases and how they are.")
        int list(@Option(names = "--json", description = "Print JSON.") boolean json) throws Exception {
            if (json) {
                ArrayNode array = JSON.createArrayNode();
                aliases.vitals().forEach(alias -> array.add(toJson(alias)));
                streams.out().println(JSON.writeValueAsString(array));
                return CommandShell.OK;
            }
            TextTable table = new TextTable("NAME", "STATE", "MODEL", "ENGINE", "RUNNING", "WAITING", "REASON");
            for (AliasInfo alias : aliases.aliases()) {
                table.row(
                        alias.name(),
                        state(alias),
                        alias.model(),
                        alias.session().map(SessionInfo::engine).orElse("-"),
                        String.valueOf(alias.running()),
                        String.valueOf(alias.queued()),
                        alias.reason());
            }
            streams.out().print(table);
            return CommandShell.OK;
        }

        @picocli.CommandLine.Command(name = "show", description = "Shows one alias in full.")
        int show(
                @Parameters(paramLabel = "NAME", description = "The alias.") String name,
                @Option(names = "--json", description = "Print JSON.") boolean json)
                throws Exception {
            AliasVitals vitals = aliases.vitals(name).orElseThrow(() -> aliases.unknown(name));
            if (json) {
                streams.out().println(JSON.writeValueAsString(toJson(vitals)));
                return CommandShell.OK;
            }
            AliasInfo alias = vitals.info();
            TextTable table = new TextTable();
            table.row("name", alias.name())
                    .row("state", state(alias))
                    .row("version", String.valueOf(alias.version()))
                    .row("model", alias.model());
            if (!alias.reason().isEmpty()) {
                table.row("reason", alias.reason());
            }
            alias.session().ifPresent(session -> describe(session, table));
            describe(aliases.load(name).orElseThrow(() -> aliases.unknown(name)), table);
            streams.out().print(table);
            return CommandShell.OK;
        }

        @picocli.CommandLine.Command(
                name = "reload",
                description = "Loads the model again, beside the one that serves; for a model file that was replaced,"
                        + " or after the reason of a failure is mended.")
        int reload(
                @Parameters(paramLabel = "NAME", description = "The alias.") String name,
                @Option(names = "--json", description = "Print JSON.") boolean json)
                throws Exception {
            aliases.reload(name);
            if (json) {
                AliasVitals vitals = aliases.vitals(name).orElseThrow(() -> aliases.unknown(name));
                streams.out().println(JSON.writeValueAsString(toJson(vitals)));
                return CommandShell.OK;
            }
            streams.out().println("loading; `serai alias show " + name + "` tells how it goes");
            return CommandShell.OK;
        }
    }

    private static void describe(SessionInfo session, TextTable table) {
        table.row("digest", session.digest())
                .row("engine", session.engine())
                .row("device", session.device())
                .row("context", String.valueOf(session.context()))
                .row("slots", String.valueOf(session.slots()))
                .row("memory", (session.memoryBytes() >> 20) + " MiB");
        if (!session.warning().isEmpty()) {
            table.row("warning", session.warning());
        }
    }

    private static void describe(AliasLoad load, TextTable table) {
        table.row("running", String.valueOf(load.running()))
                .row(
                        "waiting",
                        load.queued() + ", " + load.queuedTokens() + " of " + load.queueLimitTokens() + " tokens");
        if (load.requestTime().isPositive()) {
            table.row("speed", speed(load));
        }
        if (load.expectedWait().isPositive()) {
            table.row("new ones wait", "about " + Durations.text(load.expectedWait()));
        }
    }

    private static String speed(AliasLoad load) {
        return String.format(
                Locale.ROOT,
                "prompts %.1f and answers %.1f tokens/s, a request %s (median)",
                load.prefillRate(),
                load.decodeRate(),
                Durations.text(load.requestTime()));
    }

    private static String state(AliasInfo alias) {
        return alias.state().name().toLowerCase(Locale.ROOT);
    }

    private ObjectNode toJson(AliasVitals vitals) {
        AliasInfo alias = vitals.info();
        ObjectNode node = JSON.createObjectNode();
        node.put("name", alias.name());
        node.put("state", state(alias));
        node.put("reason", alias.reason());
        node.put("version", alias.version());
        node.put("model", alias.model());
        node.put("running", alias.running());
        node.put("queued", alias.queued());
        node.put("required", vitals.required());
        aliases.queue(alias.name()).ifPresent(queue -> node.set("load", toJson(queue)));
        alias.session().ifPresent(session -> {
            ObjectNode loaded = node.putObject("session");
            loaded.put("engine", session.engine());
            loaded.put("device", session.device());
            loaded.put("model", session.model());
            loaded.put("digest", session.digest());
            loaded.put("context", session.context());
            loaded.put("slots", session.slots());
            loaded.put("memory_bytes", session.memoryBytes());
            loaded.put("warning", session.warning());
        });
        return node;
    }

    private static ObjectNode toJson(QueueSnapshot queue) {
        AliasLoad load = queue.load();
        ObjectNode node = JSON.createObjectNode();
        node.put("slots", load.slots());
        node.put("queued_tokens", load.queuedTokens());
        node.put("queue_limit_tokens", load.queueLimitTokens());
        node.put("prefill_tokens_per_second", load.prefillRate());
        node.put("decode_tokens_per_second", load.decodeRate());
        node.put("request_seconds", ServiceMeter.seconds(load.requestTime()));
        node.put("expected_wait_seconds", ServiceMeter.seconds(load.expectedWait()));
        node.put("completed", queue.completed());
        node.put("refused", queue.refused());
        return node;
    }
}

package org.serai.runtime.alias;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.alias.AliasInfo;
import org.serai.command.Command;
import org.serai.command.CommandStreams;
import org.serai.engine.SessionInfo;
import org.serai.error.SeraiException;
import org.serai.runtime.command.CommandLines;
import org.serai.runtime.command.CommandShell;
import org.serai.runtime.text.TextTable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code serai alias}: shows the aliases of the running instance, and exchanges their models. */
@Component(property = {Command.NAME + "=alias", Command.SCOPE + "=" + Command.INSTANCE})
public final class AliasCommand implements Command {
    private static final String DRAIN_FIRST =
            "Close the old model before the new one is loaded, where memory does not allow both; requests wait meanwhile.";
    private static final String REQUIRE_SHADOW =
            "Insist that the new model was compared in the shadow of this alias, and agreed well enough.";

    private final AliasManager aliases;
    private final AliasView view;

    @Activate
    public AliasCommand(@Reference(name = "aliases") AliasManager aliases) {
        this.aliases = aliases;
        this.view = new AliasView(aliases);
    }

    @Override
    public String summary() {
        return "show aliases, the names that routes use for models, and exchange their models";
    }

    @Override
    public int run(List<String> arguments, CommandStreams streams) throws Exception {
        return CommandLines.execute(new Call(streams), arguments, streams);
    }

    @picocli.CommandLine.Command(
            name = "serai alias",
            description = "Shows aliases, the names that routes use for models, and exchanges their models.",
            synopsisSubcommandLabel = "COMMAND")
    final class Call {
        private final CommandStreams streams;

        Call(CommandStreams streams) {
            this.streams = streams;
        }

        private AliasVitals vitals(String name) {
            return aliases.vitals(name).orElseThrow(() -> aliases.unknown(name));
        }

        @picocli.CommandLine.Command(name = "list", description = "Lists all aliases and how they are.")
        int list(@Option(names = "--json", description = "Print JSON.") boolean json) throws Exception {
            if (json) {
                streams.out().println(view.toJson(aliases.vitals()));
                return CommandShell.OK;
            }
            TextTable table = new TextTable("NAME", "STATE", "MODEL", "ENGINE", "RUNNING", "WAITING", "REASON");
            for (AliasInfo alias : aliases.aliases()) {
                table.row(
                        alias.name(),
                        AliasView.state(alias),
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
            if (json) {
                streams.out().println(view.toJson(vitals(name)));
            } else {
                streams.out().print(view.table(vitals(name)));
            }
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
                streams.out().println(view.toJson(vitals(name)));
                return CommandShell.OK;
            }
            streams.out().println("loading; `serai alias show " + name + "` tells how it goes");
            return CommandShell.OK;
        }

        @picocli.CommandLine.Command(
                name = "swap",
                description =
                        "Exchanges the model of an alias without losing work: loads the new one beside the old, asks it"
                                + " the golden prompts, lets it take over, and changes the alias's file. Waits until that is done."
                                + " Where anything fails, the old one goes on, and the file stays as it was.")
        int swap(
                @Parameters(paramLabel = "NAME", description = "The alias.") String name,
                @Option(names = "--model", paramLabel = "MODEL", description = "The new model: its name or path.")
                        @Nullable
                        String model,
                @Option(
                                names = "--engine",
                                paramLabel = "ENGINE",
                                split = ",",
                                description = "The new order of engines.")
                        @Nullable
                        List<String> engines,
                @Option(
                                names = "--device",
                                paramLabel = "DEVICE",
                                split = ",",
                                description = "The new order of devices.")
                        @Nullable
                        List<String> devices,
                @Option(names = "--drain-first", description = DRAIN_FIRST) boolean drainFirst,
                @Option(names = "--require-shadow", description = REQUIRE_SHADOW) boolean requireShadow,
                @Option(names = "--json", description = "Print JSON.") boolean json)
                throws Exception {
            SwapOrder order = new SwapOrder(
                    Optional.ofNullable(model),
                    engines == null ? List.of() : engines,
                    devices == null ? List.of() : devices,
                    drainFirst,
                    requireShadow);
            return await(aliases.swap(name, order), json);
        }

        @picocli.CommandLine.Command(
                name = "rollback",
                description =
                        "Returns to the configuration that was in effect before the present one, as `swap` does it.")
        int rollback(
                @Parameters(paramLabel = "NAME", description = "The alias.") String name,
                @Option(names = "--drain-first", description = DRAIN_FIRST) boolean drainFirst,
                @Option(names = "--json", description = "Print JSON.") boolean json)
                throws Exception {
            SwapOrder order = new SwapOrder(Optional.empty(), List.of(), List.of(), drainFirst, false);
            return await(aliases.rollback(name, order), json);
        }

        @picocli.CommandLine.Command(
                name = "shadow",
                description = "Shows what came of the models that run in the shadow of an alias, and of its canary.")
        int shadow(
                @Parameters(paramLabel = "NAME", description = "The alias.") String name,
                @Option(names = "--json", description = "Print JSON.") boolean json)
                throws Exception {
            vitals(name);
            streams.out().print(json ? view.comparisonsJson(name) : view.comparisons(name));
            return CommandShell.OK;
        }

        private int await(CompletableFuture<SwapReport> outcome, boolean json) throws Exception {
            SwapReport report;
            try {
                report = outcome.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof SeraiException known ? known : e;
            }
            streams.out().print(json ? view.toJson(report) : AliasView.text(report));
            return CommandShell.OK;
        }
    }
}

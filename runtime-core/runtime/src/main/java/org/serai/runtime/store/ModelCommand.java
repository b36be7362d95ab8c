package org.serai.runtime.store;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.serai.command.Command;
import org.serai.command.CommandStreams;
import org.serai.runtime.command.CommandLines;
import org.serai.runtime.store.fetch.Fetcher;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** {@code serai model}: the store's own subcommands, and those that other parts of the runtime add. */
@Component(
        service = Command.class,
        property = {Command.NAME + "=model", Command.SCOPE + "=" + Command.LOCAL})
public final class ModelCommand implements Command {
    private final List<ModelSubcommand> subcommands;

    @Activate
    public ModelCommand(
            @Reference(name = "store") ModelStore store,
            @Reference(name = "formats") ModelFormats formats,
            @Reference(name = "subcommands", policyOption = ReferencePolicyOption.GREEDY) List<ModelSubcommand> more) {
        this(store, formats, Fetcher.of(System::getenv), InstantSource.system(), more);
    }

    ModelCommand(
            ModelStore store, ModelFormats formats, Fetcher fetcher, InstantSource clock, List<ModelSubcommand> more) {
        ModelPuller puller = new ModelPuller(store.folder(), fetcher, formats, clock);
        ModelInspector inspector = new ModelInspector(store, formats);
        List<ModelSubcommand> all = new ArrayList<>(List.of(
                streams -> new PullCommand(store, puller, streams, clock),
                streams -> new ImportCommand(store, puller, streams),
                streams -> new ListCommand(store, streams),
                streams -> new ShowCommand(inspector, streams),
                streams -> new VerifyCommand(store, streams),
                streams -> new RemoveCommand(store, streams)));
        all.addAll(more);
        this.subcommands = List.copyOf(all);
    }

    @Override
    public String summary() {
        return "Fetches, lists, shows and checks models";
    }

    @Override
    public int run(List<String> arguments, CommandStreams streams) throws Exception {
        CommandSpec spec = CommandSpec.create().name("serai model");
        spec.usageMessage().description(summary() + ".");
        CommandLine line = new CommandLine(spec);
        for (ModelSubcommand subcommand : subcommands) {
            line.addSubcommand(subcommand.create(streams));
        }
        return CommandLines.execute(line, arguments, streams);
    }
}

package org.serai.runtime.store;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.serai.command.CommandStreams;
import org.serai.runtime.store.fetch.Json;
import org.serai.runtime.store.fetch.Sizes;
import org.serai.runtime.text.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code serai model show}. */
@Command(
        name = "show",
        description = "Shows what a model is: architecture, size, quantisation, context, licence, template.")
final class ShowCommand implements Callable<Integer> {
    private final ModelInspector inspector;
    private final CommandStreams streams;

    @Parameters(paramLabel = "NAME|FILE", description = "A model of the store, or a model file.")
    private String model = "";

    @Option(names = "--json", description = "Writes one JSON object.")
    private boolean json;

    ShowCommand(ModelInspector inspector, CommandStreams streams) {
        this.inspector = inspector;
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        ModelSummary summary = inspector.summarise(model, streams.workingDirectory());
        if (json) {
            streams.out().println(Json.MAPPER.writeValueAsString(summary));
        } else {
            print(summary);
        }
        return 0;
    }

    private void print(ModelSummary summary) {
        String types = summary.tensorTypes().entrySet().stream()
                .map(entry -> entry.getKey() + " × " + entry.getValue())
                .collect(Collectors.joining(", "));
        TextTable table = new TextTable()
                .row("name", summary.name())
                .row("architecture", summary.architecture())
                .row("parameters", Sizes.parameters(summary.parameters()))
                .row("quantisation", summary.quantisation() + (types.isEmpty() ? "" : " (" + types + ")"))
                .row("context", summary.context() == 0 ? "not stated" : summary.context() + " tokens")
                .row("licence", summary.licence().isEmpty() ? "not stated" : summary.licence())
                .row("digest", summary.digest())
                .row("file", summary.file() + (summary.parts() > 1 ? " and " + (summary.parts() - 1) + " more" : ""))
                .row("size", Sizes.bytes(summary.bytes()));
        addIfKnown(table, "source", summary.source());
        addIfKnown(table, "added", summary.added());
        String template = summary.chatTemplate();
        table.row("chat template", template == null ? "none" : template.length() + " characters:");
        streams.out().print(table);
        if (template != null) {
            streams.out().println(template.indent(2).stripTrailing());
        }
    }

    private static void addIfKnown(TextTable table, String label, @Nullable String value) {
        if (value != null) {
            table.row(label, value);
        }
    }
}

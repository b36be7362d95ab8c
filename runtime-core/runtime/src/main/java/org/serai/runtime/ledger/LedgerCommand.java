package org.serai.runtime.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.command.Command;
import org.serai.command.CommandStreams;
import org.serai.error.SeraiException;
import org.serai.runtime.command.CommandLines;
import org.serai.runtime.command.CommandShell;
import org.serai.runtime.text.TextTable;
import org.serai.status.StatusSource;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code serai ledger}: shows what was answered, and forgets it. */
@Component(property = {Command.NAME + "=ledger", Command.SCOPE + "=" + Command.INSTANCE})
public final class LedgerCommand implements Command {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final ResultLedger ledger;

    @Activate
    public LedgerCommand(@Reference(name = "ledger") ResultLedger ledger) {
        this.ledger = ledger;
    }

    @Override
    public String summary() {
        return "show the answers that repeated work gets, and forget them";
    }

    @Override
    public int run(List<String> arguments, CommandStreams streams) throws Exception {
        return CommandLines.execute(new Call(streams), arguments, streams);
    }

    @picocli.CommandLine.Command(
            name = "serai ledger",
            description = "Shows the answers that repeated work gets, and forgets them.",
            synopsisSubcommandLabel = "COMMAND")
    final class Call {
        private final CommandStreams streams;

        Call(CommandStreams streams) {
            this.streams = streams;
        }

        @picocli.CommandLine.Command(name = "status", description = "Tells how much is stored where, and its use.")
        int status() {
            StatusSource.Row row = new LedgerStatus(ledger).rows().getFirst();
            streams.out().print(new TextTable().row("state", row.state()).row("detail", row.detail()));
            return row.healthy() ? CommandShell.OK : CommandShell.FAILED;
        }

        @picocli.CommandLine.Command(name = "list", description = "Lists the newest entries.")
        int list(
                @Option(
                                names = "--limit",
                                defaultValue = "20",
                                description = "How many; ${DEFAULT-VALUE} if not given.")
                        int limit,
                @Option(names = "--json", description = "Print JSON.") boolean json)
                throws Exception {
            List<EntryStore.Entry> entries = ledger.latest(Math.max(1, limit));
            if (json) {
                printJson(entries);
            } else {
                TextTable table = new TextTable("STATE", "CLAIMED", "FINISHED", "SIZE", "MODEL", "SOURCE");
                entries.forEach(entry -> table.row(
                        entry.state(),
                        String.valueOf(entry.claimedAt()),
                        time(entry.finishedAt()),
                        LedgerStatus.size(entry.sizeBytes()),
                        abbreviated(entry.modelDigest()),
                        entry.sourceId()));
                streams.out().print(table);
            }
            return CommandShell.OK;
        }

        @picocli.CommandLine.Command(name = "show", description = "Shows everything that was answered for a source.")
        int show(
                @Parameters(
                                paramLabel = "SOURCE",
                                description =
                                        "What the work was done for, such as kafka:cluster/topic/0/17; `serai ledger"
                                                + " list` has the newest.")
                        String source,
                @Option(names = "--json", description = "Print JSON.") boolean json)
                throws Exception {
            List<EntryStore.Entry> entries = ledger.find(source);
            if (entries.isEmpty()) {
                throw unknown(source);
            }
            if (json) {
                printJson(entries);
            } else {
                for (EntryStore.Entry entry : entries) {
                    streams.out().print(describe(entry));
                    streams.out().println();
                }
            }
            return CommandShell.OK;
        }

        @picocli.CommandLine.Command(
                name = "purge",
                description = "Forgets answers, so that the same work is done again. What is under way goes on.")
        int purge(@ArgGroup(multiplicity = "1") Which which) {
            String source = which.source;
            int forgotten;
            if (source == null) {
                forgotten = ledger.forgetOlderThan(Duration.ofDays(which.days));
            } else {
                forgotten = ledger.forget(source);
                if (forgotten == 0) {
                    throw unknown(source);
                }
            }
            streams.out().println(forgotten + (forgotten == 1 ? " entry" : " entries") + " forgotten");
            return CommandShell.OK;
        }

        private void printJson(List<EntryStore.Entry> entries) throws JsonProcessingException {
            ArrayNode array = JSON.createArrayNode();
            for (EntryStore.Entry entry : entries) {
                array.add(toJson(entry));
            }
            streams.out().println(JSON.writeValueAsString(array));
        }
    }

    /** What is forgotten. */
    static final class Which {
        @Option(names = "--source", paramLabel = "SOURCE", description = "The answers for this source.")
        @Nullable
        String source;

        @Option(
                names = "--older-than",
                paramLabel = "DAYS",
                description = "What is older than so many days; 0 for all.")
        int days;
    }

    private static SeraiException unknown(String source) {
        return new SeraiException(
                LedgerErrors.UNKNOWN_SOURCE,
                "Nothing is stored for '" + source
                        + "'. `serai ledger list` shows the newest entries with their sources");
    }

    private static TextTable describe(EntryStore.Entry entry) {
        TextTable table = new TextTable();
        table.row("source", entry.sourceId())
                .row("content", entry.contentDigest())
                .row("state", entry.state())
                .row("claimed", entry.claimedAt() + " by instance " + entry.owner());
        if (entry.finishedAt() == null) {
            table.row("lease until", String.valueOf(entry.leaseUntil()));
        } else {
            table.row("finished", String.valueOf(entry.finishedAt()));
        }
        table.row("model", entry.modelDigest())
                .row("prompt", entry.promptDigest())
                .row("parameters", entry.parameters());
        if (entry.result() != null) {
            table.row("result", entry.result());
        }
        return table;
    }

    private static String time(@Nullable Instant time) {
        return Optional.ofNullable(time).map(Instant::toString).orElse("-");
    }

    private static String abbreviated(String digest) {
        return digest.length() > 19 ? digest.substring(0, 19) : digest;
    }

    private static ObjectNode toJson(EntryStore.Entry entry) throws JsonProcessingException {
        ObjectNode node = JSON.createObjectNode();
        node.put("source", entry.sourceId());
        node.put("content_digest", entry.contentDigest());
        node.put("model_digest", entry.modelDigest());
        node.put("prompt_digest", entry.promptDigest());
        node.set("parameters", JSON.readTree(entry.parameters()));
        node.put("state", entry.state());
        node.put("owner", entry.owner());
        node.put("claimed_at", entry.claimedAt().toString());
        node.put("lease_until", entry.leaseUntil().toString());
        node.put(
                "finished_at",
                entry.finishedAt() == null ? null : entry.finishedAt().toString());
        node.put("size_bytes", entry.sizeBytes());
        node.set("result", entry.result() == null ? null : JSON.readTree(entry.result()));
        return node;
    }
}

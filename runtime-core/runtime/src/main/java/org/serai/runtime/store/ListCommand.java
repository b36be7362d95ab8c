package org.serai.runtime.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.serai.command.CommandStreams;
import org.serai.runtime.store.fetch.Digests;
import org.serai.runtime.store.fetch.Json;
import org.serai.runtime.store.fetch.Sizes;
import org.serai.runtime.text.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code serai model list}. */
@Command(name = "list", description = "Lists the models in the store, and those of the catalogue that can be pulled.")
final class ListCommand implements Callable<Integer> {
    private final ModelStore store;
    private final CommandStreams streams;

    @Option(names = "--json", description = "Writes one JSON array.")
    private boolean json;

    /**
     * One model.
     *
     * @param state {@code stored}, {@code available} (in the catalogue) or {@code damaged}
     * @param detail what it is good for, where it came from, or what is wrong with it
     */
    private record Row(
            String name,
            String state,
            @Nullable Long bytes,
            @Nullable String digest,
            @Nullable String licence,
            @Nullable String file,
            String detail) {}

    ListCommand(ModelStore store, CommandStreams streams) {
        this.store = store;
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        List<Row> rows = rows();
        if (json) {
            streams.out().println(Json.MAPPER.writeValueAsString(rows));
            return 0;
        }
        TextTable table = new TextTable("NAME", "STATE", "SIZE", "LICENCE", "");
        for (Row row : rows) {
            table.row(
                    row.name(),
                    row.state(),
                    row.bytes() == null ? "" : Sizes.bytes(row.bytes()),
                    row.licence() == null ? "" : row.licence(),
                    row.detail());
        }
        streams.out().print(table);
        return 0;
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        Map<String, ModelStore.Entry> stored = store.entries();
        stored.forEach((name, entry) -> rows.add(row(name, entry)));
        for (CatalogueEntry entry : store.catalogue().entries()) {
            if (!stored.containsKey(entry.name())) {
                rows.add(new Row(
                        entry.name(),
                        "available",
                        entry.bytes(),
                        Digests.parse(entry.sha256()),
                        entry.licence().name(),
                        null,
                        entry.description()));
            }
        }
        return rows;
    }

    private Row row(String name, ModelStore.Entry entry) {
        return switch (entry) {
            case ModelStore.Entry.Sound(ModelRecord record) ->
                new Row(
                        name,
                        "stored",
                        record.bytes(),
                        record.digest(),
                        record.licence(),
                        store.folder().files(record).getFirst().toString(),
                        record.source());
            case ModelStore.Entry.Damaged(String reason) -> new Row(name, "damaged", null, null, null, null, reason);
        };
    }
}

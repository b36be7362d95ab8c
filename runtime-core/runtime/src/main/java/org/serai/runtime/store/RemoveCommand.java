package org.serai.runtime.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.serai.command.CommandStreams;
import org.serai.error.SeraiException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code serai model remove}. */
@Command(name = "remove", description = "Removes a model from the store.")
final class RemoveCommand implements Callable<Integer> {
    private final ModelStore store;
    private final CommandStreams streams;

    @Parameters(paramLabel = "NAME", description = "A model of the store.")
    private String name = "";

    @Option(names = "--force", description = "Removes it also where an alias uses it.")
    private boolean force;

    RemoveCommand(ModelStore store, CommandStreams streams) {
        this.store = store;
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Path> users = AliasFiles.using(name, store.etc());
        if (!users.isEmpty() && !force) {
            throw new SeraiException(
                    StoreErrors.IN_USE,
                    "The model '" + name + "' is used by "
                            + users.stream().map(Path::toString).collect(Collectors.joining(", "))
                            + "; let the alias use another model first, or say --force");
        }
        ModelName.checked(name);
        try (StoreLock lock = store.folder().lock(name, () -> streams.err()
                .println("Another process is fetching '" + name + "'; waiting for it"))) {
            assert lock != null;
            if (!store.folder().names().contains(name)) {
                throw new SeraiException(
                        StoreErrors.UNKNOWN_MODEL,
                        "There is no model '" + name + "' in " + store.folder().root()
                                + "; `serai model list` shows those that are there");
            }
            ModelStore.Entry entry = store.entries().get(name);
            store.folder().remove(name);
            if (entry instanceof ModelStore.Entry.Sound(ModelRecord record)) {
                store.folder().removeDerived(record.digest());
            }
        }
        streams.out().println("The model '" + name + "' was removed.");
        return 0;
    }
}

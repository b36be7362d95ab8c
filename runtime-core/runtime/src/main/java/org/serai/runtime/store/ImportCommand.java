package org.serai.runtime.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.serai.command.CommandStreams;
import org.serai.error.SeraiException;
import org.serai.runtime.store.fetch.FetchErrors;
import org.serai.runtime.store.fetch.ModelSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code serai model import}. */
@Command(name = "import", description = "Takes a model file of this machine into the store.")
final class ImportCommand implements Callable<Integer> {
    private final ModelStore store;
    private final ModelPuller puller;
    private final CommandStreams streams;

    @Parameters(paramLabel = "FILE", description = "A model file; the first part where it is split.")
    private Path file = Path.of("");

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "What the model is called; else made from the file's name.")
    private @Nullable String name;

    @Option(names = "--licence", paramLabel = "LICENCE", description = "The licence, to be recorded.")
    private String licence = "";

    @Option(names = "--link", description = "Makes a hard link instead of a copy; the file must not be changed then.")
    private boolean link;

    ImportCommand(ModelStore store, ModelPuller puller, CommandStreams streams) {
        this.store = store;
        this.puller = puller;
        this.streams = streams;
    }

    @Override
    public Integer call() throws InterruptedException {
        Path path = streams.workingDirectory().resolve(file).toAbsolutePath().normalize();
        ModelSource source = new ModelSource.LocalFile(path, link);
        String fileName = source.fileName()
                .orElseThrow(() -> new SeraiException(FetchErrors.SOURCE_MISSING, file + " is no file"));
        ModelRecord record = puller.pull(
                new PullRequest(
                        name == null ? ModelName.ofFile(fileName) : name,
                        fileName,
                        List.of(source),
                        OptionalLong.empty(),
                        Optional.empty(),
                        licence,
                        Optional.empty(),
                        streams.workingDirectory()),
                new ProgressDisplay(streams.err(), streams.terminal(), System::nanoTime));
        streams.out()
                .println("The model '" + record.name() + "' is in the store: "
                        + store.folder().files(record).getFirst());
        return 0;
    }
}

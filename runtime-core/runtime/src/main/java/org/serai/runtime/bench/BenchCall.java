package org.serai.runtime.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.serai.command.CommandStreams;
import org.serai.device.Device;
import org.serai.device.HardwareProbe;
import org.serai.engine.ModelReference;
import org.serai.engine.ModelSession;
import org.serai.error.SeraiException;
import org.serai.model.ModelFile;
import org.serai.model.ModelMetadata;
import org.serai.runtime.command.CommandShell;
import org.serai.runtime.inspect.EngineLoader;
import org.serai.runtime.inspect.EngineOptions;
import org.serai.runtime.inspect.ModelFiles;
import org.serai.runtime.store.FileType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** One call of {@code serai bench}. */
@Command(
        name = "serai bench",
        description = "Measures how fast a model is on this machine: medians of several rounds.",
        footer = {
            "",
            "The limits of the machine are measured in the same rounds. --against llama.cpp",
            "runs llama-bench, and llama-batched-bench beside it, on the same file in turns",
            "with Serai; another name stands for another engine, whose program takes the",
            "options of llama-bench. Stop whatever else the machine does before."
        })
final class BenchCall implements Callable<Integer> {
    private static final String LLAMA_CPP = "llama.cpp";

    private final EngineLoader engines;
    private final ModelFiles files;
    private final List<Device> devices;
    private final String path;
    private final CommandStreams streams;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private EngineOptions options = new EngineOptions();

    @Option(
            names = "--against",
            paramLabel = "NAME",
            description = "Also measure another engine: llama.cpp, or NAME by --llama-bench.")
    private @Nullable String against;

    @Option(
            names = "--llama-bench",
            paramLabel = "FILE",
            description = "llama-bench, or its folder (llama.cpp's: as found on the PATH).")
    private @Nullable Path llamaBench;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often everything is measured (here: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--prefill",
            paramLabel = "N",
            split = ",",
            defaultValue = "512",
            description = "Lengths of prompts, or 0 (here: ${DEFAULT-VALUE}).")
    private int[] prefill = {};

    @Option(
            names = "--decode",
            paramLabel = "N",
            defaultValue = "128",
            description = "Length of an answer, or 0 (here: ${DEFAULT-VALUE}).")
    private int decode;

    @Option(
            names = "--sequences",
            paramLabel = "N",
            split = ",",
            defaultValue = "4,8,16",
            description = "Answers at once, each of half that length, or 0 (here: ${DEFAULT-VALUE}).")
    private int[] sequences = {};

    @Option(
            names = "--documents",
            paramLabel = "N",
            defaultValue = "8",
            description =
                    "Documents of 300 to 1500 tokens that share an instruction of 400, with answers of 60 tokens, or 0"
                            + " (here: ${DEFAULT-VALUE}).")
    private int documents;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    BenchCall(EngineLoader engines, ModelFiles files, List<Device> devices, String path, CommandStreams streams) {
        this.engines = engines;
        this.files = files;
        this.devices = devices;
        this.path = path;
        this.streams = streams;
    }

    @Override
    public Integer call() throws InterruptedException {
        checkArguments();
        List<Work> works = works();
        ModelReference model = files.resolve(options.model(), streams.workingDirectory());
        Path file = model.file().orElseThrow();
        Optional<Peer> peer = Optional.ofNullable(against).map(name -> new Peer(name, llamaBench()));
        Content content = files.inspect(model, Content::of);
        int context = works.stream().mapToInt(Work::context).max().orElseThrow();
        content.requireContext(context, options.model());
        int slots = works.stream().mapToInt(Work::sequences).max().orElseThrow();
        try (ModelSession session = engines.open(
                model, options.session(OptionalInt.of(context), slots).withoutSpeculation())) {
            Optional<Device> device = devices.stream()
                    .filter(known -> known.info().name().equals(session.info().device()))
                    .findFirst();
            Optional<HardwareProbe> probe =
                    device.filter(HardwareProbe.class::isInstance).map(HardwareProbe.class::cast);
            int threads = threads(probe);
            Rounds measuring = new Rounds(
                    new SeraiContender(session),
                    peer.map(other -> new LlamaBench(other, file, threads)),
                    probe,
                    threads);
            List<Figure> figures = measuring.run(works, rounds, this::tell);
            BenchReport report = new BenchReport(
                    options.model(),
                    model.digest(),
                    content.type(),
                    content.weights(),
                    device.map(known -> known.info().description())
                            .orElse(session.info().device()),
                    threads,
                    rounds,
                    measuring.limits(),
                    peer,
                    figures);
            streams.out().print(json ? BenchFormats.json(report) + "\n" : BenchFormats.text(report));
        }
        return CommandShell.OK;
    }

    /** What is asked of a model file. */
    private record Content(String type, ModelWeights weights, OptionalLong context) {
        static Content of(ModelFile file) {
            ModelMetadata metadata = file.metadata();
            return new Content(
                    FileType.of(metadata, file.tensors()),
                    ModelWeights.of(file),
                    metadata.integer(metadata.string("general.architecture").orElse("") + ".context_length"));
        }

        void requireContext(int wanted, String model) {
            if (context.isPresent() && wanted > context.getAsLong()) {
                throw new SeraiException(
                        BenchErrors.CONTEXT,
                        "The work takes up to " + wanted + " tokens in one sequence, and the model " + model
                                + " was made for " + context.getAsLong() + ": leave out documents, which take "
                                + new Work.Documents(1, 1).context()
                                + ", with --documents 0, or choose smaller --prefill and --decode");
            }
        }
    }

    private void checkArguments() {
        if (against != null && !against.equals(LLAMA_CPP) && llamaBench == null) {
            throw usage("--against " + against + " needs the program of " + against
                    + " that takes the options of llama-bench, by --llama-bench; without it there is: " + LLAMA_CPP);
        }
        if (against == null && llamaBench != null) {
            throw usage("--llama-bench has no effect without --against");
        }
        if (rounds < 1) {
            throw usage("--rounds must be at least 1, not " + rounds);
        }
        for (int length : prefill) {
            requirePositiveOrZero("--prefill", length);
        }
        for (int count : sequences) {
            requirePositiveOrZero("--sequences", count);
        }
        requirePositiveOrZero("--decode", decode);
        requirePositiveOrZero("--documents", documents);
    }

    private void requirePositiveOrZero(String option, int value) {
        if (value < 0) {
            throw usage(option + " must be 0 or more, not " + value);
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private List<Work> works() {
        List<Work> works = new ArrayList<>();
        for (int length : prefill) {
            if (length > 0) {
                works.add(new Work.Prefill(length));
            }
        }
        int slots = 1;
        if (decode > 0) {
            works.add(new Work.Decode(1, decode));
            for (int count : sequences) {
                if (count > 1) {
                    works.add(new Work.Decode(count, Math.max(1, decode / 2)));
                    slots = Math.max(slots, count);
                }
            }
        }
        if (documents > 0) {
            works.add(new Work.Documents(documents, Math.min(slots, documents)));
        }
        if (works.isEmpty()) {
            throw new SeraiException(
                    BenchErrors.NO_WORK,
                    "Nothing is left to measure: give one of --prefill, --decode and --documents a number above 0");
        }
        return works;
    }

    /** Those of the session. */
    private int threads(Optional<HardwareProbe> device) {
        return options.threads().orElseGet(() -> device.map(HardwareProbe::threads)
                .orElseGet(() -> Runtime.getRuntime().availableProcessors()));
    }

    private Path llamaBench() {
        return llamaBench == null
                ? LlamaBench.search(path)
                : LlamaBench.at(streams.workingDirectory().resolve(llamaBench));
    }

    private void tell(int round, Work work) {
        streams.err().println((round == 0 ? "Warming up: " : "Round " + round + " of " + rounds + ": ") + work.label());
    }
}

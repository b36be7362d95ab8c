package org.serai.it.benchmarks.documents;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures documents through a file route beside a plain Camel route to llama-server, and prints a table. */
@Command(
        name = "document-benchmark",
        mixinStandardHelpOptions = true,
        description = "Letters of 300 to 1500 tokens behind one instruction of 400, with answers of 60 tokens.")
public final class DocumentBenchmark implements Callable<Integer> {
    @Option(names = "--serai", required = true, description = "bin/serai of a distribution.")
    private Path serai = Path.of("");

    @Option(names = "--llama-server", required = true, description = "The program llama-server.")
    private Path llamaServer = Path.of("");

    @Option(names = "--documents", defaultValue = "200", description = "How many (here: ${DEFAULT-VALUE}).")
    private int documents;

    @Option(
            names = "--batch",
            defaultValue = "20",
            description = "Documents after which the other side has its turn (here: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(names = "--threads", description = "Threads that compute (here: one for each processor).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--serai-slots", defaultValue = "8", description = "Slots of the alias (here: ${DEFAULT-VALUE}).")
    private int seraiSlots;

    @Option(
            names = "--llama-slots",
            defaultValue = "1,4,8",
            split = ",",
            description = "Slots of llama-server; of several, the best for a few documents (here: ${DEFAULT-VALUE}).")
    private List<Integer> llamaSlots = List.of();

    @Parameters(paramLabel = "MODEL", arity = "1..*", description = "Model files.")
    private List<Path> models = List.of();

    private DocumentBenchmark() {}

    /** Arguments as {@code --help} shows them. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new DocumentBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("document-benchmark");
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            Settings settings = new Settings(
                    serai.toAbsolutePath(),
                    llamaServer,
                    models.get(i).toAbsolutePath(),
                    documents,
                    batch,
                    threads,
                    seraiSlots,
                    llamaSlots);
            rows.add(new Comparison(settings, folder.resolve(Integer.toString(i))).run());
        }
        System.out.println("| model | documents | Serai, a minute | llama-server, a minute | its slots | ratio"
                + " | tokens in, out: Serai | llama-server |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        rows.forEach(System.out::println);
        return 0;
    }
}

package org.serai.it.benchmarks.kafka;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.serai.broker.BrokerSettings;
import org.serai.broker.LocalBroker;
import org.serai.broker.Topics;

/** Measures connectors in turns, on the same topic of the same broker, and prints a table. */
public final class KafkaBenchmark {
    private static final int PARTITIONS = 4;
    private static final int BYTES = 200;
    private static final int TRICKLED = 1_000;

    private KafkaBenchmark() {}

    /**
     * Measures and prints.
     *
     * @param arguments records of a round, and rounds; 200000 and 3 where they are missing
     */
    public static void main(String[] arguments) throws Exception {
        int records = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        Path folder = Files.createTempDirectory("kafka-benchmark");
        try (LocalBroker broker = LocalBroker.start(BrokerSettings.in(folder.resolve("broker")));
                Feed feed = new Feed(broker.bootstrapServers())) {
            Topics.create(broker.bootstrapServers(), PARTITIONS, "filled", "filled.dlq");
            feed.fill("filled", records, BYTES);
            List<Connector> connectors = Connector.all(broker.bootstrapServers());
            Measurement measurement = new Measurement(folder.resolve("home"));
            Map<Connector, List<double[]>> figures = new LinkedHashMap<>();
            for (int round = 0; round <= rounds; round++) {
                for (int i = 0; i < connectors.size(); i++) {
                    Connector connector = connectors.get(i);
                    String name = "r" + round + "-c" + i;
                    Topics.create(
                            broker.bootstrapServers(),
                            PARTITIONS,
                            name + "-out",
                            name + "-trickle",
                            name + "-trickle.dlq");
                    double consumed = measurement.consuming(connector, "filled", records);
                    System.err.printf(Locale.ROOT, "%s: consumed %,.0f records/s%n", connector.name(), consumed);
                    double carried = measurement.carrying(connector, "filled", name + "-out", records / 20);
                    double[] latency = measurement.latency(connector, name + "-trickle", feed, TRICKLED);
                    System.err.printf(
                            Locale.ROOT,
                            "round %d, %s: %,.0f and %,.0f records/s%n",
                            round,
                            connector.name(),
                            consumed,
                            carried);
                    if (round > 0) { // the first is for the compilers
                        figures.computeIfAbsent(connector, key -> new ArrayList<>())
                                .add(new double[] {consumed, carried, latency[0], latency[1]});
                    }
                }
            }
            print(figures);
        }
    }

    /** Medians of all rounds; behind a rate, the median of its ratios to the first connector's in the same round. */
    private static void print(Map<Connector, List<double[]>> figures) {
        System.out.println(
                "| connector | consumed, records/s | carried to a topic, records/s | latency, median / 99 % |");
        System.out.println("|---|---|---|---|");
        List<double[]> yardstick = figures.values().iterator().next();
        figures.forEach((connector, rounds) -> System.out.printf(
                Locale.ROOT,
                "| %s | %,.0f (%.2f) | %,.0f (%.2f) | %.1f / %.1f ms |%n",
                connector.name(),
                median(rounds, 0),
                ratio(rounds, yardstick, 0),
                median(rounds, 1),
                ratio(rounds, yardstick, 1),
                median(rounds, 2),
                median(rounds, 3)));
    }

    private static double median(List<double[]> rounds, int figure) {
        return median(rounds.stream().mapToDouble(round -> round[figure]));
    }

    private static double ratio(List<double[]> rounds, List<double[]> yardstick, int figure) {
        return median(IntStream.range(0, rounds.size())
                .mapToDouble(round -> rounds.get(round)[figure] / yardstick.get(round)[figure]));
    }

    private static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return sorted[sorted.length / 2];
    }
}

package org.serai.it.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * All runs on one model. The sides take turns, so that whatever else the machine does meets both.
 *
 * @param model the file's name
 */
record Comparison(String model, List<Rates> serai, List<Rates> peer) {
    static Comparison of(Path model, Path llamaBench, int threads, int rounds) throws Exception {
        List<Rates> own = new ArrayList<>();
        List<Rates> others = new ArrayList<>();
        try (Contender serai = new Serai(model, threads);
                Contender peer = new LlamaBench(llamaBench, model, threads)) {
            for (int round = 0; round < rounds; round++) {
                others.add(peer.run());
                own.add(serai.run());
                System.err.printf("%s, round %d: %s, llama.cpp %s%n", model, round, own.getLast(), others.getLast());
            }
        }
        return new Comparison(model.getFileName().toString(), own, others);
    }

    /** Medians of Serai over medians of the peer. */
    Rates ratio() {
        Rates own = Rates.median(serai);
        Rates other = Rates.median(peer);
        return new Rates(own.prefill() / other.prefill(), own.decode() / other.decode());
    }

    /** A row of the table in {@code docs/performance.md}. */
    String row() {
        Rates own = Rates.median(serai);
        Rates other = Rates.median(peer);
        return String.format(
                java.util.Locale.ROOT,
                "| %s | %.0f | %.0f | **%.2f** | %.1f | %.1f | **%.2f** |",
                model,
                own.prefill(),
                other.prefill(),
                ratio().prefill(),
                own.decode(),
                other.decode(),
                ratio().decode());
    }
}

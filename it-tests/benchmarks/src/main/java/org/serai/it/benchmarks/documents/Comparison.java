package org.serai.it.benchmarks.documents;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Answers documents with Serai and with llama-server, a batch each in turns, so that whatever else the machine does meets both. */
final class Comparison {
    private static final int TRIAL = 8;

    private final Settings settings;
    private final Corpus corpus;
    private final String instruction;
    private final Path folder;
    private int used;

    /** @param folder for everything that both sides need */
    Comparison(Settings settings, Path folder) {
        this.settings = settings;
        this.folder = folder;
        corpus = new Corpus(settings.model());
        instruction = corpus.instruction();
    }

    /** Measures, and gives a row of the table. */
    String run() throws Exception {
        int slots = bestSlots();
        try (Side serai = SeraiSide.start(settings.serai(), folder.resolve("serai"), settings, instruction);
                Side peer = llamaServer(slots)) {
            Side[] sides = {serai, peer};
            List<Batch> own = new ArrayList<>();
            List<Batch> others = new ArrayList<>();
            List<Document> first = letters(Math.min(TRIAL, settings.batch()));
            for (Side side : sides) { // for the compilers
                side.answer(first);
            }
            for (int done = 0; done < settings.documents(); done += settings.batch()) {
                List<Document> batch = letters(Math.min(settings.batch(), settings.documents() - done));
                others.add(peer.answer(batch));
                own.add(serai.answer(batch));
                System.err.printf(
                        Locale.ROOT,
                        "%d documents: Serai %.1f, llama-server %.1f a minute%n",
                        done + batch.size(),
                        own.getLast().perMinute(),
                        others.getLast().perMinute());
            }
            return row(slots, own, others);
        }
    }

    private List<Document> letters(int count) {
        List<Document> letters = corpus.letters(used, count);
        used += count;
        return letters;
    }

    private LlamaServerSide llamaServer(int slots) throws Exception {
        return LlamaServerSide.start(
                settings.llamaServer(), folder.resolve("llama-" + used + "-" + slots), settings, slots, instruction);
    }

    /** The number of slots with which llama-server answers a few documents fastest. */
    private int bestSlots() throws Exception {
        if (settings.llamaSlots().size() == 1) {
            return settings.llamaSlots().getFirst();
        }
        List<Document> first = letters(1);
        List<Document> trial = letters(TRIAL);
        int best = 0;
        double fastest = 0;
        for (int slots : settings.llamaSlots()) {
            try (Side side = llamaServer(slots)) {
                side.answer(first);
                double rate = side.answer(trial).perMinute();
                System.err.printf(Locale.ROOT, "llama-server with %d slots: %.1f a minute%n", slots, rate);
                if (rate > fastest) {
                    fastest = rate;
                    best = slots;
                }
            }
        }
        return best;
    }

    /** Medians of the batches, and the median of the ratios of two that were answered in turn. */
    private String row(int slots, List<Batch> own, List<Batch> others) {
        double[] ratios = IntStream.range(0, own.size())
                .mapToDouble(i -> own.get(i).perMinute() / others.get(i).perMinute())
                .toArray();
        Batch serai = Batch.sum(own);
        Batch peer = Batch.sum(others);
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.1f | %.1f | %d | **%.2f** | %d, %d | %d, %d |",
                settings.model().getFileName(),
                serai.documents(),
                Batch.median(own),
                Batch.median(others),
                slots,
                Batch.middle(ratios),
                serai.promptTokens(),
                serai.answerTokens(),
                peer.promptTokens(),
                peer.answerTokens());
    }
}

package org.serai.it.benchmarks.documents;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.serai.format.gguf.GgufFormat;
import org.serai.model.ModelFile;
import org.serai.model.Tokenizer;
import org.serai.tokenizer.GgufTokenizerFactory;

/**
 * Letters that say little, as long as they have to be by the model's own tokenizer, and one instruction for all of them. The
 * same number gives the same letters.
 */
final class Corpus {
    private static final int INSTRUCTION_TOKENS = 400;
    private static final int SHORTEST = 300;
    private static final int LONGEST = 1500;

    private static final String TASK =
            "You read letters to an insurance company. Write a report on the letter of at least one"
                    + " hundred words in whole sentences: who writes, what happened, what is asked for and until when. Keep to"
                    + " these rules.\n";
    private static final List<String> SUBJECTS = List.of(
            "the tenant",
            "our neighbour",
            "the roofer",
            "my sister",
            "the driver",
            "the workshop",
            "the landlady",
            "your office",
            "the doctor",
            "the police",
            "the moving company",
            "the school");
    private static final List<String> VERBS = List.of(
            "reported",
            "repaired",
            "paid for",
            "has not answered",
            "photographed",
            "described",
            "lost",
            "received",
            "refused",
            "confirmed",
            "measured",
            "complained about");
    private static final List<String> OBJECTS = List.of(
            "the damaged window",
            "an invoice of 1,240 euros",
            "the water in the cellar",
            "two letters of reminder",
            "a broken bicycle",
            "the policy number",
            "the estimate",
            "the garage door",
            "a stolen laptop",
            "the second instalment",
            "the fence",
            "the heating");
    private static final List<String> TIMES = List.of(
            "last Tuesday",
            "on 14 March",
            "after the storm",
            "before the holidays",
            "within two weeks",
            "in the night",
            "at half past nine",
            "three days later",
            "since January",
            "as agreed by telephone");

    private final Tokenizer tokenizer;

    Corpus(Path model) {
        try (ModelFile file = new GgufFormat().open(model)) {
            tokenizer = new GgufTokenizerFactory().create(file.metadata());
        }
    }

    String instruction() {
        StringBuilder text = new StringBuilder(TASK);
        Random random = new Random(0);
        for (int rule = 1; tokens(text.toString()) < INSTRUCTION_TOKENS; rule++) {
            text.append(rule).append(". Where ").append(sentence(random)).append(", say so in the report.\n");
        }
        return text.toString();
    }

    /** @param first number of the first letter */
    List<Document> letters(int first, int count) {
        List<Document> letters = new ArrayList<>();
        for (int number = first; number < first + count; number++) {
            Random random = new Random(1 + number);
            int wanted = random.nextInt(SHORTEST, LONGEST + 1);
            StringBuilder text = new StringBuilder("Letter number " + number + ".");
            int tokens = tokens(text.toString());
            while (tokens < wanted) {
                String sentence = " I write because " + sentence(random) + ".";
                tokens += tokens(sentence);
                text.append(sentence);
            }
            letters.add(new Document(
                    "letter-%05d.txt".formatted(number), text.append('\n').toString()));
        }
        return letters;
    }

    private int tokens(String text) {
        return tokenizer.encode(text, false, false).length;
    }

    private static String sentence(Random random) {
        return any(SUBJECTS, random) + " " + any(VERBS, random) + " " + any(OBJECTS, random) + " " + any(TIMES, random);
    }

    private static String any(List<String> words, Random random) {
        return words.get(random.nextInt(words.size()));
    }
}

package org.serai.runtime.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationResult;
import org.serai.engine.ModelSession;
import org.serai.engine.Prompt;
import org.serai.engine.SamplingParameters;
import org.serai.engine.TokenScorer;
import org.serai.error.SeraiException;
import org.serai.model.Tokenizer;

/** The engine, with the model loaded once. Prompts are random tokens, so that none was seen before. */
final class SeraiContender implements Contender {
    /** A logit that keeps a token from being chosen. */
    private static final double NEVER = -1e9;

    private final ModelSession session;
    private final Random random = new Random(1);

    /** The tokens that stand for text. */
    private final int[] vocabulary;

    /** Answers are text, too. */
    private final SamplingParameters sampling;

    /** @param session stays its owner's */
    SeraiContender(ModelSession session) {
        this.session = session;
        if (!(session instanceof TokenScorer scorer)) {
            throw new SeraiException(
                    BenchErrors.NO_TOKENS,
                    "The engine '" + session.info().engine() + "' runs the model "
                            + session.info().model()
                            + " but takes no token ids, so that nobody knows what it works on; use an engine that computes in"
                            + " this process");
        }
        Tokenizer tokenizer = scorer.tokenizer();
        vocabulary = IntStream.range(0, tokenizer.size())
                .filter(id -> !tokenizer.isControl(id))
                .toArray();
        Map<Integer, Double> never = IntStream.range(0, tokenizer.size())
                .filter(tokenizer::isControl)
                .boxed()
                .collect(Collectors.toMap(id -> id, id -> NEVER));
        sampling = new SamplingParameters(
                null, null, null, null, null, null, null, null, null, null, never.isEmpty() ? null : never, null);
    }

    @Override
    public OptionalDouble run(Work work) {
        return OptionalDouble.of(
                switch (work) {
                    case Work.Prefill(int tokens) ->
                        tokens
                                / seconds(result(generate(tokens(tokens), 1))
                                        .timings()
                                        .prefill());
                    case Work.Decode decode -> decode.sequences() == 1 ? decode(decode) : decodeTogether(decode);
                    case Work.Documents documents -> documents(documents);
                });
    }

    /** The first token of an answer belongs to the prompt. */
    private double decode(Work.Decode work) {
        GenerationResult result = result(generate(tokens(work.prompt()), work.tokens() + 1));
        return work.tokens() / seconds(result.timings().decode());
    }

    /** A model that is done in no time may end with one sequence before it begins with the next. */
    private double decodeTogether(Work.Decode work) {
        List<Long> asked = new ArrayList<>();
        List<Generation> generations = new ArrayList<>();
        for (int i = 0; i < work.sequences(); i++) {
            asked.add(System.nanoTime());
            generations.add(generate(tokens(work.prompt()), work.tokens() + 1));
        }
        List<AnswerTime> answers = new ArrayList<>();
        for (int i = 0; i < work.sequences(); i++) {
            answers.add(AnswerTime.of(asked.get(i), result(generations.get(i))));
        }
        long ended = System.nanoTime();
        return AnswerTime.commonRate(answers)
                .orElseGet(
                        () -> work.sequences() * work.tokens() / seconds(Duration.ofNanos(ended - asked.getFirst())));
    }

    private double documents(Work.Documents work) {
        int[] instruction = tokens(Work.Documents.INSTRUCTION);
        long began = System.nanoTime();
        List<Generation> generations = new ArrayList<>();
        for (int i = 0; i < work.count(); i++) {
            int[] prompt = IntStream.concat(IntStream.of(instruction), IntStream.of(tokens(work.length(i))))
                    .toArray();
            generations.add(generate(prompt, Work.Documents.ANSWER));
        }
        generations.forEach(SeraiContender::result);
        return 60.0 * work.count() / seconds(Duration.ofNanos(System.nanoTime() - began));
    }

    private int[] tokens(int count) {
        return random.ints(count, 0, vocabulary.length).map(i -> vocabulary[i]).toArray();
    }

    private Generation generate(int[] prompt, int answer) {
        return session.generate(
                GenerateRequest.builder(session.info().model(), new Prompt.Tokens(prompt))
                        .sampling(sampling)
                        .maxTokens(answer)
                        .ignoreEos(true)
                        .build(),
                GenerationListener.NONE);
    }

    private static GenerationResult result(Generation generation) {
        try {
            return generation.result().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof SeraiException cause ? cause : e;
        }
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}

package org.serai.it.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.serai.chat.template.JinjaTemplateFactory;
import org.serai.device.cpu.CpuDevice;
import org.serai.engine.GenerateRequest;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationResult;
import org.serai.engine.ModelReference;
import org.serai.engine.ModelSession;
import org.serai.engine.Prompt;
import org.serai.engine.SessionOptions;
import org.serai.engine.decoder.DecoderEngine;
import org.serai.format.gguf.GgufFormat;
import org.serai.tokenizer.GgufTokenizerFactory;

/** The engine, put together as the container does it, with the model loaded once. */
final class Serai implements Contender {
    /** Every vocabulary has as many, and none of them is a control token. */
    private static final int FIRST_TOKEN = 1_000;

    private static final int LAST_TOKEN = 30_000;
    private static final int CONTEXT = 1_024;
    private static final int WARM_UP_RUNS = 3;

    private final ModelSession session;
    private final Random random = new Random(1);

    Serai(Path model, int threads) throws ExecutionException, InterruptedException {
        DecoderEngine engine = new DecoderEngine(
                new GgufTokenizerFactory(),
                new JinjaTemplateFactory(),
                List.of(new GgufFormat()),
                List.of(new CpuDevice()));
        session = engine.open(
                new ModelReference("benchmark", Optional.of(model), "", Map.of()),
                new SessionOptions(OptionalInt.of(CONTEXT), 1, List.of(), OptionalInt.of(threads), false));
        for (int i = 0; i < WARM_UP_RUNS; i++) {
            run();
        }
    }

    @Override
    public String name() {
        return "Serai";
    }

    @Override
    public Rates run() throws ExecutionException, InterruptedException {
        GenerationResult prefill = generate(Workload.PROMPT_TOKENS, 1);
        // The first token of an answer belongs to the prompt.
        GenerationResult decode = generate(1, Workload.ANSWER_TOKENS + 1);
        return new Rates(
                Workload.PROMPT_TOKENS / seconds(prefill.timings().prefill()),
                Workload.ANSWER_TOKENS / seconds(decode.timings().decode()));
    }

    private GenerationResult generate(int promptTokens, int answerTokens)
            throws ExecutionException, InterruptedException {
        int[] prompt = random.ints(promptTokens, FIRST_TOKEN, LAST_TOKEN).toArray();
        GenerateRequest request = GenerateRequest.builder("benchmark", new Prompt.Tokens(prompt))
                .maxTokens(answerTokens)
                .ignoreEos(true)
                .build();
        return session.generate(request, GenerationListener.NONE).result().get();
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    @Override
    public void close() {
        session.close();
    }
}

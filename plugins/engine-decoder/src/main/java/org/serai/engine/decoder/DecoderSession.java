package org.serai.engine.decoder;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.serai.device.DeviceSession;
import org.serai.device.KvCache;
import org.serai.engine.Capability;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.ModelSession;
import org.serai.engine.SessionInfo;
import org.serai.engine.SessionOptions;
import org.serai.engine.SessionUsage;
import org.serai.engine.TokenScorer;
import org.serai.engine.decoder.architecture.Decoder;
import org.serai.engine.decoder.error.DecoderErrors;
import org.serai.engine.decoder.sampling.Sampler;
import org.serai.engine.decoder.sampling.SamplingWorkspace;
import org.serai.engine.decoder.sampling.Scores;
import org.serai.engine.decoder.scheduling.GenerationTask;
import org.serai.engine.decoder.scheduling.ModelRunner;
import org.serai.engine.decoder.scheduling.Scheduler;
import org.serai.engine.decoder.scheduling.ScoringTask;
import org.serai.error.ContextExceededException;
import org.serai.error.SeraiException;
import org.serai.model.Tokenizer;

/** A model on a device. Checks requests on the caller's thread and leaves the work to the scheduler. */
final class DecoderSession implements ModelSession, TokenScorer {
    /** Seeds that are chosen here stay within the whole numbers that JSON readers keep exact. */
    private static final long LARGEST_SEED = 1L << 53;

    private final SessionInfo info;
    private final DeviceSession device;
    private final PromptEncoder prompts;
    private final SamplingWorkspace workspace;
    private final int vocabulary;
    private final Scheduler scheduler;
    private final InstantSource clock = InstantSource.system();

    DecoderSession(
            SessionInfo info,
            LoadPlan plan,
            DeviceSession device,
            KvCache cache,
            Decoder decoder,
            PromptEncoder prompts,
            SessionOptions options) {
        this.info = info;
        this.device = device;
        this.prompts = prompts;
        this.vocabulary = plan.model().vocabulary();
        this.workspace = new SamplingWorkspace(vocabulary);
        this.scheduler = new Scheduler(
                "serai-decoder " + info.model(),
                info.slots(),
                new ModelRunner(
                        device,
                        decoder,
                        cache,
                        plan.limits(),
                        vocabulary,
                        options.prefixCache(),
                        options.speculation()));
    }

    @Override
    public SessionInfo info() {
        return info;
    }

    @Override
    public SessionUsage usage() {
        return scheduler.usage();
    }

    @Override
    public int countPromptTokens(GenerateRequest request) {
        return prompts.encode(request.prompt()).length;
    }

    @Override
    public Generation generate(GenerateRequest request, GenerationListener listener) {
        requireUsable(request);
        int[] prompt = prompts.encode(request.prompt());
        requireFits(prompt.length);
        long seed = request.sampling().seed() != null
                ? request.sampling().seed()
                : ThreadLocalRandom.current().nextLong(LARGEST_SEED);
        GenerationTask task = new GenerationTask(
                request,
                prompt,
                mostTokens(request.maxTokens(), prompt.length),
                listener,
                new GenerationTask.Tools(
                        new Sampler(request.sampling(), seed, workspace),
                        scores(request),
                        seed,
                        prompts.tokenizer(),
                        clock,
                        info));
        scheduler.submit(task);
        return task;
    }

    @Override
    public void warmUp() {
        scheduler.warmUp();
    }

    @Override
    public Tokenizer tokenizer() {
        return prompts.tokenizer();
    }

    @Override
    public double[] negativeLogLikelihoods(int[] ids) {
        if (ids.length < 2 || ids.length > info.context()) {
            throw new SeraiException(
                    ids.length < 2 ? DecoderErrors.EMPTY_PROMPT : DecoderErrors.PROMPT_TOO_LONG,
                    "The text has " + ids.length + " tokens, and 2 to " + info.context()
                            + " can be rated at once. Split it, or load the model with another context.");
        }
        ScoringTask task = new ScoringTask(prompts.checked(Arrays.copyOf(ids, ids.length)), vocabulary);
        scheduler.submit(task);
        try {
            return task.result().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof SeraiException known) {
                throw known;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        scheduler.close();
        device.close();
    }

    private int mostTokens(@Nullable Integer wanted, int promptLength) {
        int room = info.context() - promptLength;
        return wanted == null ? room : Math.min(wanted, room);
    }

    private @Nullable Scores scores(GenerateRequest request) {
        return request.topScores() == 0
                ? null
                : new Scores(request.scoreKind(), request.topScores(), workspace, prompts.tokenizer()::bytes);
    }

    private void requireFits(int promptLength) {
        if (promptLength == 0) {
            throw new SeraiException(
                    DecoderErrors.EMPTY_PROMPT,
                    "The prompt is empty, and a model needs at least one token to continue.");
        }
        if (promptLength > info.context()) {
            throw new ContextExceededException(
                    DecoderErrors.PROMPT_TOO_LONG,
                    "The prompt has " + promptLength + " tokens, and the context of model '" + info.model() + "' holds "
                            + info.context() + ". Split the input, or load the model with a larger context.",
                    promptLength,
                    info.context());
        }
    }

    private void requireUsable(GenerateRequest request) {
        if (request.deadline() != null && !clock.instant().isBefore(request.deadline())) {
            throw new SeraiException(
                    DecoderErrors.DEADLINE_PASSED,
                    "The deadline " + request.deadline() + " had passed when the request came. Give it more time, or"
                            + " send it earlier.");
        }
        if (request.maxTokens() != null && request.maxTokens() < 1) {
            throw bad("The limit of tokens is " + request.maxTokens() + " and must be at least 1, or unset.");
        }
        if (request.topScores() < 0 || request.topScores() > vocabulary) {
            throw bad("Scores of " + request.topScores() + " tokens were asked for, and the vocabulary has "
                    + vocabulary + ".");
        }
        if (request.stop().contains("")) {
            throw bad("A stop string is empty, so every answer would be. Leave it out.");
        }
        Capability.neededBy(request).stream().findFirst().ifPresent(needed -> {
            throw unsupported(needed);
        });
    }

    private static SeraiException unsupported(Capability needed) {
        return new SeraiException(
                DecoderErrors.UNSUPPORTED_CAPABILITY,
                switch (needed) {
                    case JSON_OBJECT, JSON_SCHEMA ->
                        "Unsupported: the decoder cannot hold its answers to the format " + needed.wireName()
                                + ". Ask for plain text, or use an engine that can";
                    case TOOLS ->
                        "Unsupported: the decoder cannot tell calls of tools apart from text. Leave the tools out, or use"
                                + " an engine that can";
                });
    }

    private static SeraiException bad(String message) {
        return new SeraiException(DecoderErrors.BAD_PARAMETER, message);
    }
}

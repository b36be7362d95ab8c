package org.serai.runtime.golden;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.serai.engine.FinishReason;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationResult;
import org.serai.engine.ModelSession;
import org.serai.engine.Priority;
import org.serai.engine.SamplingParameters;
import org.serai.error.ErrorCategory;
import org.serai.error.SeraiException;
import org.serai.runtime.text.Durations;

/** The golden prompts of a file: a model that does not answer all of them as expected does not serve. Immutable. */
public final class GoldenPrompts {
    private static final int SHOWN_CHARACTERS = 120;
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final SamplingParameters LIKELIEST =
            new SamplingParameters(0.0, null, null, null, null, null, null, null, null, null, null, null);

    private final Path file;
    private final Duration timeout;
    private final List<GoldenPrompt> prompts;

    GoldenPrompts(Path file, Duration timeout, List<GoldenPrompt> prompts) {
        this.file = file;
        this.timeout = timeout;
        this.prompts = List.copyOf(prompts);
    }

    /**
     * Reads a file in YAML or JSON; {@code docs/swap.md} describes it.
     *
     * @throws SeraiException that names everything that is wrong with it
     */
    public static GoldenPrompts read(Path file) {
        return GoldenFile.read(file);
    }

    /** How many there are. */
    public int count() {
        return prompts.size();
    }

    /**
     * Asks a session all of them, one after the other, at temperature 0. Blocks for as long as that takes.
     *
     * @param alias for which the session would serve
     * @param defaults fills in what the alias's configuration says
     * @throws SeraiException where an answer is not as expected: names each prompt, what it expects and what it got; or, of
     *     category UNAVAILABLE, where the engine went away meanwhile
     */
    public void require(String alias, ModelSession session, UnaryOperator<GenerateRequest> defaults) {
        List<String> failures = new ArrayList<>();
        for (GoldenPrompt prompt : prompts) {
            objection(prompt, alias, session, defaults)
                    .ifPresent(reason -> failures.add("prompt '" + prompt.name() + "': " + reason));
        }
        if (!failures.isEmpty()) {
            throw new SeraiException(
                    GoldenErrors.NOT_MET,
                    failures.size() + " of " + prompts.size() + " golden prompts in " + file + " are not met by model '"
                            + session.info().model() + "' on " + session.info().engine() + "/"
                            + session.info().device() + ": " + String.join("; ", failures)
                            + ". Use another model, or correct what the prompts expect");
        }
    }

    private Optional<String> objection(
            GoldenPrompt prompt, String alias, ModelSession session, UnaryOperator<GenerateRequest> defaults) {
        GenerateRequest request = defaults.apply(GenerateRequest.builder(alias, prompt.prompt())
                .sampling(LIKELIEST)
                .maxTokens(prompt.maxTokens())
                .priority(Priority.INTERACTIVE)
                .deadline(Instant.now().plus(timeout))
                .build());
        try {
            Generation generation = session.generate(request, GenerationListener.NONE);
            return judge(prompt, await(generation));
        } catch (SeraiException e) {
            return refusal(e);
        } catch (ExecutionException e) {
            return e.getCause() instanceof SeraiException known
                    ? refusal(known)
                    : Optional.of(String.valueOf(e.getCause()));
        } catch (TimeoutException e) {
            return Optional.of("it has no answer after " + Durations.text(timeout));
        }
    }

    /** An engine that is not there says nothing about the model, which is asked again when the engine is. */
    private static Optional<String> refusal(SeraiException problem) {
        if (problem.code().category() == ErrorCategory.UNAVAILABLE) {
            throw problem;
        }
        return Optional.of(String.valueOf(problem.getMessage()));
    }

    /** Waits a little longer than the deadline of the request, which the session heeds itself. */
    private GenerationResult await(Generation generation) throws ExecutionException, TimeoutException {
        try {
            return generation.result().get(timeout.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            generation.cancel();
            throw e;
        } catch (InterruptedException e) {
            generation.cancel();
            Thread.currentThread().interrupt();
            throw new ExecutionException(e);
        }
    }

    private Optional<String> judge(GoldenPrompt prompt, GenerationResult result) {
        if (result.finishReason() == FinishReason.ERROR || result.finishReason() == FinishReason.CANCELLED) {
            return Optional.of("its answer was not complete after " + Durations.text(timeout) + shown(result.text()));
        }
        return prompt.objection(result.text()).map(reason -> reason + shown(result.text()));
    }

    private static String shown(String answer) {
        String text = answer.strip().replaceAll("\\s+", " ");
        return " (the answer: '"
                + (text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "…") + "')";
    }
}

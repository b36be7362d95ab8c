package org.serai.runtime.inspect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.command.CommandStreams;
import org.serai.engine.GenerateRequest;
import org.serai.engine.GenerateRequest.ScoreKind;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationResult;
import org.serai.engine.ModelSession;
import org.serai.engine.TokenScores;
import org.serai.error.SeraiException;
import org.serai.runtime.store.ModelSubcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code serai model generate}: what the model answers, token by token. */
@Component(service = ModelSubcommand.class)
public final class GenerateCommand implements ModelSubcommand {
    private final EngineLoader engines;

    @Activate
    public GenerateCommand(@Reference(name = "engines") EngineLoader engines) {
        this.engines = engines;
    }

    @Override
    public Callable<Integer> create(CommandStreams streams) {
        return new Call(streams);
    }

    /** One call. */
    @Command(
            name = "generate",
            description = "Lets the model answer.",
            footer = {
                "",
                "Reads JSON lines and writes one for each:",
                "  {\"ids\"} or {\"prompt\"} or {\"messages\"}",
                "  gives {\"ids\", \"text\", \"finish_reason\", \"timings\", …}",
                "Further fields: max_tokens, temperature, top_k, top_p, min_p, typical_p,",
                "top_n_sigma, repeat_penalty, presence_penalty, frequency_penalty,",
                "repeat_last_n, logit_bias, seed, stop, ignore_eos; tools and variables for",
                "the template; logprobs or raw_logits: how many of the likeliest tokens to",
                "list for each step."
            })
    private final class Call implements Callable<Integer> {
        private final CommandStreams streams;

        @Mixin
        private SequenceOptions options = new SequenceOptions();

        Call(CommandStreams streams) {
            this.streams = streams;
        }

        @Override
        public Integer call() throws IOException {
            try (ModelSession session = options.open(engines, streams)) {
                return JsonLines.process(streams, (line, answer) -> {
                    GenerateRequest request = GenerateLine.request(line, options.model());
                    write(run(session, request), request, answer);
                });
            }
        }
    }

    private static GenerationResult run(ModelSession session, GenerateRequest request) {
        try {
            return session.generate(request, GenerationListener.NONE).result().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof SeraiException cause ? cause : e;
        }
    }

    private static void write(GenerationResult result, GenerateRequest request, ObjectNode answer) {
        answer.set("ids", JsonLines.MAPPER.valueToTree(result.ids()));
        answer.put("text", result.text());
        answer.put("finish_reason", result.finishReason().wireName());
        if (request.topScores() > 0) {
            writeScores(result, request.scoreKind(), answer.putArray("top"));
        }
        answer.put("prompt_tokens", result.promptTokens());
        answer.put("cached_tokens", result.cachedTokens());
        answer.put("completion_tokens", result.completionTokens());
        answer.put("seed", result.seed());
        writeTimings(result, answer.putObject("timings"));
    }

    private static void writeScores(GenerationResult result, ScoreKind kind, ArrayNode steps) {
        String values = kind == ScoreKind.LOGPROBS ? "logprobs" : "raw_logits";
        for (TokenScores scores : result.scores()) {
            ObjectNode step = steps.addObject();
            step.set("ids", JsonLines.MAPPER.valueToTree(scores.ids()));
            step.set(values, JsonLines.MAPPER.valueToTree(scores.values()));
        }
    }

    private static void writeTimings(GenerationResult result, ObjectNode timings) {
        Duration prefill = result.timings().prefill();
        Duration decode = result.timings().decode();
        timings.put("queued_seconds", seconds(result.timings().queued()));
        timings.put("prefill_seconds", seconds(prefill));
        timings.put("decode_seconds", seconds(decode));
        putRate(timings, "prefill_tokens_per_second", result.promptTokens(), prefill);
        // the first token comes out of the prefill
        putRate(timings, "decode_tokens_per_second", result.completionTokens() - 1, decode);
    }

    private static void putRate(ObjectNode timings, String name, int tokens, Duration time) {
        if (tokens > 0 && time.isPositive()) {
            timings.put(name, tokens / seconds(time));
        }
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}

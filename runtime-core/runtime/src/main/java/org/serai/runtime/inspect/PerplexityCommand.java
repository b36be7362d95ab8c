package org.serai.runtime.inspect;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.command.CommandStreams;
import org.serai.engine.ModelSession;
import org.serai.engine.TokenScorer;
import org.serai.error.SeraiException;
import org.serai.runtime.store.ModelSubcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code serai model perplexity}: how likely the model finds a text. */
@Component(service = ModelSubcommand.class)
public final class PerplexityCommand implements ModelSubcommand {
    private final EngineLoader engines;

    @Activate
    public PerplexityCommand(@Reference(name = "engines") EngineLoader engines) {
        this.engines = engines;
    }

    @Override
    public Callable<Integer> create(CommandStreams streams) {
        return new Call(streams);
    }

    /** One call. */
    @Command(
            name = "perplexity",
            description = "Rates texts: the mean negative log-likelihood of each token after all before it.",
            footer = {
                "",
                "Reads JSON lines and writes one for each:",
                "  {\"ids\"} or {\"text\"} gives {\"mean_nll\", \"tokens\"}",
                "mean_nll is the mean over all tokens but the first, in natural logarithms;",
                "exp(mean_nll) is the perplexity. A text gets the tokens that the model wants",
                "around it; ids are fed as they are."
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
                if (!(session instanceof TokenScorer scorer)) {
                    throw new SeraiException(
                            InspectErrors.NO_SCORER,
                            "The engine '" + session.info().engine() + "' runs the model " + options.model()
                                    + " but cannot rate given text; use an engine that computes in this process");
                }
                return JsonLines.process(streams, (line, answer) -> {
                    int[] ids = ids(scorer, line);
                    answer.put("mean_nll", meanNegativeLogLikelihood(scorer, ids));
                    answer.put("tokens", ids.length);
                });
            }
        }
    }

    private static int[] ids(TokenScorer scorer, Fields line) {
        int[] ids = line.exactlyOne("ids", "text").equals("ids")
                ? line.ids("ids").orElseThrow()
                : scorer.tokenizer().encode(line.text("text").orElseThrow(), true, true);
        line.refuseOthers();
        if (ids.length < 2) {
            throw Fields.bad("The perplexity of " + ids.length + " token(s) is not defined: it takes at least 2");
        }
        return ids;
    }

    private static double meanNegativeLogLikelihood(TokenScorer scorer, int[] ids) {
        return Arrays.stream(scorer.negativeLogLikelihoods(ids)).average().orElseThrow();
    }
}

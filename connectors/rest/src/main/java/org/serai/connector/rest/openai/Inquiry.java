package org.serai.connector.rest.openai;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.serai.engine.Capability;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Residency;
import org.serai.engine.SamplingParameters;
import org.serai.engine.Source;

/**
 * What one HTTP request asks for.
 *
 * @param generations one for each choice of the answer, those of the same prompt beside each other
 * @param choicesPerPrompt how many there are for each prompt
 * @param stream true to send the answer as it comes
 * @param form how the answer is written
 */
record Inquiry(List<GenerateRequest> generations, int choicesPerPrompt, boolean stream, AnswerForm form) {
    /** Choices of one request; what OpenAI allows. */
    static final int MOST_CHOICES = 128;

    Inquiry {
        generations = List.copyOf(generations);
    }

    String model() {
        return generations.getFirst().model();
    }

    /** The argument that an engine cannot honour, where it is known to be one of those that not every engine can. */
    String demanding() {
        Set<Capability> needed = Capability.neededBy(generations.getFirst());
        if (needed.size() != 1) {
            return "model";
        }
        return needed.contains(Capability.TOOLS) ? "tools" : form.formatArgument();
    }

    /** The name of the model, which every call needs. */
    static String model(Arguments arguments) {
        return arguments.requiredText("model");
    }

    /**
     * The same request {@code choices} times. Where it has a seed, each has another one, the given one first: else all
     * would be the same.
     */
    static List<GenerateRequest> choices(GenerateRequest request, int choices) {
        Long seed = request.sampling().seed();
        return IntStream.range(0, choices)
                .mapToObj(choice -> seed == null ? request : withSeed(request, seed + choice))
                .toList();
    }

    private static GenerateRequest withSeed(GenerateRequest request, long seed) {
        SamplingParameters seeded =
                new SamplingParameters(null, null, null, null, null, null, null, null, null, null, null, seed);
        return request.toBuilder().sampling(seeded.orElse(request.sampling())).build();
    }

    /** This call, whose generations have a deadline, tell the ledger what they are made for, and where they may be done. */
    Inquiry with(Instant deadline, @Nullable Source source, Residency residency) {
        List<GenerateRequest> bound = new ArrayList<>();
        for (GenerateRequest generation : generations) {
            Source own = source == null ? null : new Source(source.id() + "/" + bound.size(), source.contentDigest());
            bound.add(generation.toBuilder()
                    .deadline(deadline)
                    .source(own)
                    .residency(residency)
                    .build());
        }
        return new Inquiry(bound, choicesPerPrompt, stream, form);
    }
}

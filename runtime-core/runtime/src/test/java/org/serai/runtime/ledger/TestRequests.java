package org.serai.runtime.ledger;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.serai.engine.FinishReason;
import org.serai.engine.GenerateRequest;
import org.serai.engine.GenerationResult;
import org.serai.engine.Prompt;
import org.serai.engine.SessionInfo;
import org.serai.engine.Source;
import org.serai.engine.Timings;
import org.serai.engine.TokenScores;

/** Requests and answers of tests. */
final class TestRequests {
    static final String MODEL = "sha256:model";

    private TestRequests() {}

    static GenerateRequest.Builder of(String source) {
        return GenerateRequest.builder("chat", new Prompt.Text("What is " + source + "?"))
                .source(new Source(source, "sha256:content"));
    }

    static EntryKey key(String source) {
        return EntryKey.of(of(source).build(), MODEL);
    }

    static GenerationResult answer(String text) {
        return answer(text, FinishReason.STOP, MODEL);
    }

    static GenerationResult answer(String text, FinishReason reason, String digest) {
        TokenScores.Token chosen = new TokenScores.Token(7, new byte[] {(byte) 0xe2, (byte) 0x82}, -0.25f);
        TokenScores.Token never = new TokenScores.Token(8, new byte[0], Float.NEGATIVE_INFINITY);
        return new GenerationResult(
                text,
                IntStream.range(0, text.length() / 4 + 1).boxed().toList(),
                reason,
                11,
                text.length() / 4 + 1,
                new Timings(Duration.ofMillis(1), Duration.ofNanos(20_000_003), Duration.ofSeconds(3)),
                -42,
                List.of(new TokenScores(chosen, List.of(chosen, never))),
                new SessionInfo("decoder", "cpu", "tiny", digest, 512, 2, 1 << 20, ""),
                false);
    }
}

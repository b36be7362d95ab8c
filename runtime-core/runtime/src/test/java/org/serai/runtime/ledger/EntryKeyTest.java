package org.serai.runtime.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Message;
import org.serai.engine.OutputFormat;
import org.serai.engine.Priority;
import org.serai.engine.Prompt;
import org.serai.engine.SamplingParameters;
import org.serai.engine.Source;
import org.serai.engine.Tools;

/** Work is the same exactly where its answer has to be. */
class EntryKeyTest {
    private static GenerateRequest.Builder request(Prompt prompt) {
        return GenerateRequest.builder("chat", prompt)
                .source(new Source("id", "sha256:content"))
                .stop(List.of("a", "b"));
    }

    private static String hash(GenerateRequest.Builder request) {
        return EntryKey.of(request.build(), "sha256:model").hash();
    }

    private static GenerateRequest.Builder text() {
        return request(new Prompt.Text("text"));
    }

    static Stream<UnaryOperator<GenerateRequest.Builder>> changes() {
        SamplingParameters unset = SamplingParameters.UNSET;
        return Stream.of(
                request -> request.source(new Source("other", "sha256:content")),
                request -> request.source(new Source("id", "sha256:other")),
                request -> request.sampling(sampling("temperature")),
                request -> request.sampling(sampling("seed")),
                request -> request.stop(List.of("a")),
                request -> request.maxTokens(5),
                request -> request.format(new OutputFormat.JsonObject()),
                request -> request.tools(tools("clock", new Tools.Choice.Auto())),
                request -> request.topScores(1, GenerateRequest.ScoreKind.LOGPROBS),
                request -> request.topScores(1, GenerateRequest.ScoreKind.RAW_LOGITS),
                request -> request.sampling(new SamplingParameters(
                        unset.temperature(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        Map.of(1, 2.0),
                        null)));
    }

    private static Tools tools(String name, Tools.Choice choice) {
        return new Tools(List.of(new Tools.Tool(name, null, null, null)), choice, null);
    }

    private static SamplingParameters sampling(String which) {
        return new SamplingParameters(
                which.equals("temperature") ? 0.7 : null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                which.equals("seed") ? 1L : null);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void whatChangesTheAnswerChangesTheKey(UnaryOperator<GenerateRequest.Builder> change) {
        assertNotEquals(hash(text()), hash(change.apply(text())));
    }

    @Test
    void toolsDifferByWhatTheyAreAndByWhetherTheyAreCalled() {
        Tools clock = tools("clock", new Tools.Choice.Auto());

        assertEquals(hash(text().tools(clock)), hash(text().tools(tools("clock", new Tools.Choice.Auto()))));
        assertNotEquals(hash(text().tools(clock)), hash(text().tools(tools("weather", new Tools.Choice.Auto()))));
        assertNotEquals(hash(text().tools(clock)), hash(text().tools(tools("clock", new Tools.Choice.Required()))));
    }

    @Test
    void whoWaitsAndUntilWhenIsNoPartOfIt() {
        assertEquals(
                hash(text()),
                hash(text().priority(Priority.BATCH).deadline(Instant.now()).stop(List.of("b", "a", "b"))));
    }

    @Test
    void promptsOfDifferentKindsDiffer() {
        assertNotEquals(hash(text()), hash(request(new Prompt.Chat(List.of(new Message("user", "text"))))));
        assertNotEquals(
                hash(request(new Prompt.Tokens(new int[] {1, 2}))), hash(request(new Prompt.Tokens(new int[] {12}))));
        assertNotEquals(
                hash(request(new Prompt.Chat(List.of(new Message("user", "text"))))),
                hash(request(new Prompt.Chat(List.of(new Message("user", "text", Map.of("name", "x")))))));
    }

    @Test
    void theOrderOfNamesSaysNothing() {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("a", 1);
        one.put("b", Map.of("c", 2));
        Map<String, Object> other = new LinkedHashMap<>();
        other.put("b", Map.of("c", 2));
        other.put("a", 1);
        List<Message> messages = List.of(new Message("user", "text"));

        assertEquals(hash(request(new Prompt.Chat(messages, one))), hash(request(new Prompt.Chat(messages, other))));
    }

    @Test
    void theModelIsAPartOfIt() {
        EntryKey key = EntryKey.of(text().build(), "sha256:model");

        assertNotEquals(key.hash(), key.withModel("sha256:other").hash());
        assertEquals(EntryKey.of(text().build(), "sha256:other"), key.withModel("sha256:other"));
    }
}

package org.serai.runtime.alias;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.OutputFormat;
import org.serai.engine.Priority;
import org.serai.engine.Prompt;
import org.serai.engine.Source;
import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;

/** Shadows and canaries: who works, what is compared, and what an exchange can ask of it. */
class TrialsTest {
    private static final OutputFormat NUMBER =
            new OutputFormat.JsonSchema("number", Map.of("type", "object", "required", List.of("n")));

    @TempDir
    Path etc;

    private final AliasFixture fixture = new AliasFixture();
    private final ScriptedEngine first = fixture.addEngine("decoder");
    private final ScriptedEngine second = fixture.addEngine("spare");

    private void configure(String... keysAndValues) {
        fixture.configure("next", "model", "better", "engines", "spare");
        String[] all = new String[keysAndValues.length + 4];
        System.arraycopy(new String[] {"model", "tiny", "engines", "decoder"}, 0, all, 0, 4);
        System.arraycopy(keysAndValues, 0, all, 4, keysAndValues.length);
        fixture.configure("chat", all);
        fixture.settle();
    }

    private void answer(ScriptedEngine engine, String answer) {
        engine.lastSession().onStart(running -> running.finish(answer));
    }

    private Comparison comparison() {
        return fixture.manager.comparisons("chat").getFirst();
    }

    @Test
    void theShadowAnswersTooAtBatchPriorityAndItsAnswerGoesNowhere() {
        configure("shadow", "next", "sample", "1");
        Generation generation = fixture.submit("a");
        fixture.settle();
        assertEquals(List.of(), second.lastSession().log(), "the shadow waits for the answer");
        first.lastSession().running("a").finish("one  two");
        assertEquals("one  two", fixture.text(generation));
        ScriptedSession.Running shadow = second.lastSession().running("a");
        assertEquals(Priority.BATCH, shadow.request.priority());
        shadow.finish("one two");
        fixture.settle();
        assertEquals(1, comparison().compared());
        assertEquals(1.0, comparison().agreement());
        assertEquals("sha256:better", comparison().digest());
    }

    @Test
    void agreementAndSchemasAreCounted() {
        configure("shadow", "next", "sample", "1");
        answer(first, "{\"n\": 1, \"m\": 2}");
        answer(second, "{\"m\": 2, \"n\": 1}");
        ask(NUMBER);
        answer(second, "{\"m\": 1}");
        ask(NUMBER);
        answer(second, "no JSON");
        ask(null);
        second.lastSession().onStart(running -> running.fail(ScriptedEngine.broken("a defect")));
        ask(null);

        assertEquals(3, comparison().compared());
        assertEquals(1, comparison().agreed());
        assertEquals(1, comparison().failed());
        assertEquals(0.25, comparison().agreement());
        assertEquals(2, comparison().schemas());
        assertEquals(2, comparison().passed());
        assertEquals(0.5, comparison().schemaPass());
    }

    private void ask(@Nullable OutputFormat format) {
        fixture.manager.submit(
                GenerateRequest.builder("chat", new Prompt.Text("a"))
                        .format(format)
                        .build(),
                GenerationListener.NONE);
        fixture.settle();
    }

    @Test
    void aShadowThatIsMissingOrBusyHurtsNobody() {
        configure("shadow", "nobody", "sample", "1");
        answer(first, "fine");
        assertEquals("fine", fixture.text(fixture.submit("a")));
        assertEquals(List.of(), fixture.manager.comparisons("chat"));
    }

    @Test
    void withoutASampleNothingRunsInTheShadow() {
        configure("shadow", "next", "sample", "0");
        answer(first, "fine");
        assertEquals("fine", fixture.text(fixture.submit("a")));
        assertEquals(List.of(), second.lastSession().log());
    }

    @Test
    void theCanaryDoesItsShareAndTheResultSaysSo() {
        configure("canary", "next", "canaryShare", "1");
        answer(second, "from the canary");
        var result = fixture.result(fixture.submit("a"));
        assertEquals("from the canary", result.text());
        assertEquals("next", result.provenance().alias());
        assertEquals("sha256:better", result.session().digest());
        assertEquals(1, fixture.manager.canaryRequests("chat"));
        assertEquals(List.of(), first.lastSession().log());
    }

    @Test
    void workThatTheCanaryCannotDoStaysWithTheAlias() {
        configure("canary", "next", "canaryShare", "1");
        answer(first, "{}");

        ask(NUMBER);

        assertEquals(0, fixture.manager.canaryRequests("chat"));
        assertEquals(List.of(), second.lastSession().log());
    }

    @Test
    void whileTheCanaryIsNotReadyTheAliasWorksAlone() {
        configure("canary", "next", "canaryShare", "1");
        fixture.manager.removeEngine(second);
        fixture.settle();
        answer(first, "alone");
        assertEquals("alone", fixture.text(fixture.submit("a")));
        assertEquals(0, fixture.manager.canaryRequests("chat"));
    }

    @Test
    void workOfOneSourceAlwaysGoesTheSameWayAndTheShareIsKept() {
        configure("canary", "next", "canaryShare", "0.3");
        answer(first, "first");
        answer(second, "second");
        for (int i = 0; i < 300; i++) {
            GenerateRequest request = GenerateRequest.builder("chat", new Prompt.Text("a"))
                    .source(new Source("kafka:c/t/0/" + i, "sha256:" + i))
                    .build();
            String one = fixture.text(fixture.manager.submit(request, GenerationListener.NONE));
            assertEquals(one, fixture.text(fixture.manager.submit(request, GenerationListener.NONE)));
        }
        long share = fixture.manager.canaryRequests("chat");
        assertTrue(share > 120 && share < 240, share + " of 600");
    }

    @Test
    void anExchangeCanRequireThatTheShadowAgreed() throws IOException {
        fixture.configure("next", "model", "better", "engines", "spare");
        Path file = Files.writeString(
                etc.resolve("org.serai.alias~chat.cfg"),
                "model = tiny\nengines = decoder\nshadow = next\nsample = 1\nshadowSamples = 2\n");
        fixture.configureFrom(file);
        fixture.settle();
        answer(first, "yes");
        answer(second, "yes");
        SwapOrder order = new SwapOrder(Optional.of("better"), List.of(), List.of(), false, true);
        fixture.text(fixture.submit("a"));
        var outcome = fixture.manager.swap("chat", order);
        fixture.settle();
        SeraiException e = assertInstanceOf(
                SeraiException.class,
                assertThrows(CompletionException.class, outcome::join).getCause());
        AliasFixture.assertSays("SERAI-2657", e);
        AliasFixture.assertSays("compared 1 times", e);
        assertEquals("tiny", fixture.info().session().orElseThrow().model());

        fixture.text(fixture.submit("b"));
        var good = fixture.manager.swap("chat", order);
        fixture.settle();
        assertEquals("better", good.join().session().model());
    }

    @Test
    void aShadowThatHasNoTimeIsNotCountedAgainstIt() {
        configure("shadow", "next", "sample", "1");
        second.lastSession()
                .onStart(running ->
                        running.fail(new SeraiException(new ErrorCode(9904, ErrorCategory.TIMEOUT), "too slow")));
        answer(first, "fine");
        assertEquals("fine", fixture.text(fixture.submit("a")));
        assertEquals(List.of(), fixture.manager.comparisons("chat"));
    }
}

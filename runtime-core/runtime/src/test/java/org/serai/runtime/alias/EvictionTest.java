package org.serai.runtime.alias;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.serai.alias.AliasInfo;
import org.serai.device.MemoryKind;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.InferenceEngine;
import org.serai.engine.MemoryNeed;
import org.serai.engine.MemoryPlanner;
import org.serai.engine.ModelReference;
import org.serai.engine.ModelSession;
import org.serai.engine.Prompt;
import org.serai.engine.SessionOptions;
import org.serai.model.Support;
import org.serai.runtime.memory.MemoryLedger;

/** Aliases that share too little memory. Each model takes one MiB of a budget of two. */
class EvictionTest {
    private static final long MIB = 1 << 20;

    private final MemoryLedger memory = MemoryLedger.of(Map.of("heap", "2 MiB"), this::now);
    private final AliasFixture fixture = new AliasFixture(memory);
    private final ScriptedEngine engine = new ScriptedEngine("decoder");

    EvictionTest() {
        fixture.manager.addEngine(new Planning(engine), Map.of(InferenceEngine.NAME, "decoder"));
    }

    private Instant now() {
        return fixture.time.now();
    }

    /** An engine that tells what its models take. */
    private record Planning(ScriptedEngine engine) implements InferenceEngine, MemoryPlanner {
        @Override
        public Support supports(ModelReference model, SessionOptions options) {
            return engine.supports(model, options);
        }

        @Override
        public ModelSession open(ModelReference model, SessionOptions options) {
            return engine.open(model, options);
        }

        @Override
        public MemoryNeed plan(ModelReference model, SessionOptions options) {
            return new MemoryNeed("cpu", MemoryKind.HEAP, MIB / 2, MIB / 4, MIB / 4);
        }
    }

    private AliasInfo info(String alias) {
        return fixture.manager.alias(alias).orElseThrow();
    }

    private Generation submit(String alias) {
        Generation generation = fixture.manager.submit(
                GenerateRequest.builder(alias, new Prompt.Text(alias)).build(), GenerationListener.NONE);
        fixture.settle();
        return generation;
    }

    private void configure(String alias, String... keysAndValues) {
        String[] all = new String[keysAndValues.length + 2];
        all[0] = "model";
        all[1] = "model-" + alias;
        System.arraycopy(keysAndValues, 0, all, 2, keysAndValues.length);
        fixture.configure(alias, all);
        fixture.settle();
    }

    private ScriptedSession session(String alias) {
        return engine.sessions().stream()
                .filter(session -> session.info().model().equals("model-" + alias) && !session.isClosed())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theOneThatWasNotUsedForLongestMakesRoomAndComesBackWhenItIsAsked() {
        configure("a");
        configure("b");
        fixture.time.pass(Duration.ofSeconds(30));
        Generation use = submit("a");
        session("a").running("a").finish("used");
        assertEquals("used", fixture.text(use));
        fixture.time.pass(Duration.ofSeconds(61));
        configure("c");
        assertEquals(AliasInfo.State.UNLOADED, info("b").state());
        assertEquals(AliasInfo.State.READY, info("a").state());
        assertEquals(AliasInfo.State.READY, info("c").state());
        assertEquals(2 * MIB, memory.taken(MemoryKind.HEAP));

        fixture.time.pass(Duration.ofSeconds(61));
        Generation again = submit("b");
        assertEquals(AliasInfo.State.READY, info("b").state());
        assertEquals(AliasInfo.State.UNLOADED, info("a").state());
        session("b").running("b").finish("back");
        assertEquals("back", fixture.text(again));
        assertEquals(1, info("b").version());
    }

    @Test
    void anEngineThatComesWhileAnUnloadedModelIsLoadedAgainIsTakenWhereTheOrderPrefersIt() {
        configure("a", "engines", "late, decoder");
        fixture.time.pass(Duration.ofSeconds(30));
        configure("b");
        fixture.time.pass(Duration.ofSeconds(61));
        configure("c");
        assertEquals(AliasInfo.State.UNLOADED, info("a").state());
        fixture.time.pass(Duration.ofSeconds(61));
        engine.onOpen(() -> fixture.addEngine("late"));
        submit("a");

        assertEquals("late", info("a").session().orElseThrow().engine());
    }

    @Test
    void whoWorksOrIsPinnedStaysAndTheNewOneIsRefusedWithTheNumbersAndTriesAgain() {
        configure("a", "pinned", "true");
        configure("b");
        Generation work = submit("b");
        fixture.time.pass(Duration.ofMinutes(2));
        configure("c");
        assertEquals(AliasInfo.State.FAILED, info("c").state());
        assertTrue(info("c").reason().contains("SERAI-2670"), info("c").reason());
        assertTrue(
                info("c").reason().contains("alias 'a' holds 1 MiB"), info("c").reason());
        assertEquals(2, engine.sessions().size());

        session("b").running("b").finish("done");
        assertEquals("done", fixture.text(work));
        for (int i = 0; i < 61; i++) {
            fixture.time.pass(Duration.ofSeconds(2));
            fixture.settle();
        }
        assertEquals(AliasInfo.State.READY, info("c").state());
        assertEquals(AliasInfo.State.UNLOADED, info("b").state());
        assertEquals(AliasInfo.State.READY, info("a").state());
    }

    @Test
    void whatWaitsForMemoryWaitsNotForEverAndTheNextRequestTriesAgain() {
        configure("a");
        configure("b", "engineWaitSeconds", "30");
        fixture.time.pass(Duration.ofSeconds(61));
        configure("c");
        assertEquals(AliasInfo.State.UNLOADED, info("a").state());
        submit("b");
        submit("c");
        Generation waiting = submit("a");
        assertFalse(waiting.result().isDone());
        for (int i = 0; i < 61; i++) {
            fixture.time.pass(Duration.ofSeconds(1));
            fixture.settle();
        }
        assertEquals(AliasErrors.NOT_LOADED, fixture.problem(waiting).code());
        session("b").running("b").finish("done");
        fixture.settle();
        fixture.time.pass(Duration.ofMinutes(2));
        Generation next = submit("a");
        session("a").running("a").finish("there");
        assertEquals("there", fixture.text(next));
    }

    @Test
    void anExchangeNeedsRoomForBothOrADrain() {
        configure("a", "pinned", "true");
        configure("b");
        fixture.configure("b", "model", "better");
        fixture.settle();
        assertEquals("model-b", info("b").session().orElseThrow().model());
        assertTrue(info("b").reason().contains("--drain-first"), info("b").reason());
        fixture.configure("b", "model", "better", "drainFirst", "true");
        fixture.settle();
        assertEquals("better", info("b").session().orElseThrow().model());
        assertEquals(List.of(AliasInfo.State.READY), List.of(info("a").state()));
        assertEquals(2 * MIB, memory.taken(MemoryKind.HEAP));
    }

    @Test
    void whatIsClosedIsFree() {
        configure("a");
        configure("b");
        fixture.remove("a");
        fixture.settle();
        assertEquals(MIB, memory.taken(MemoryKind.HEAP));
        fixture.manager.close();
        assertEquals(0, memory.taken(MemoryKind.HEAP));
    }
}

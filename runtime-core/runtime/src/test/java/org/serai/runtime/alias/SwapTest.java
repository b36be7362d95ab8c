package org.serai.runtime.alias;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.alias.AliasInfo;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.Priority;
import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;

/** Exchanges as {@code docs/swap.md} describes them: what they change, what they leave, and what becomes of the work. */
class SwapTest {
    private static final String TEXT = """
            # The house model
            model = tiny
            slots = 2
            """;

    @TempDir
    Path etc;

    private final AliasFixture fixture = new AliasFixture();
    private ScriptedEngine engine = new ScriptedEngine("decoder");
    private Path file;

    @BeforeEach
    void configure() throws IOException {
        engine = fixture.addEngine("decoder");
        file = Files.writeString(etc.resolve("org.serai.alias~chat.cfg"), TEXT);
        read();
        fixture.settle();
    }

    /** What fileinstall does after the file changed. */
    private void read() throws IOException {
        fixture.configureFrom(file);
    }

    private static SwapOrder to(String model) {
        return new SwapOrder(Optional.of(model), List.of(), List.of(), false, false);
    }

    private static final SwapOrder BACK = new SwapOrder(Optional.empty(), List.of(), List.of(), false, false);

    private SwapReport done(CompletableFuture<SwapReport> outcome) {
        fixture.settle();
        assertTrue(outcome.isDone(), "The exchange is not over");
        return outcome.join();
    }

    private SeraiException failure(CompletableFuture<SwapReport> outcome) {
        fixture.settle();
        assertTrue(outcome.isDone(), "The exchange is not over");
        return assertInstanceOf(
                SeraiException.class,
                assertThrows(CompletionException.class, outcome::join).getCause());
    }

    private String serving() {
        return fixture.info().session().orElseThrow().model();
    }

    private long open() {
        return engine.sessions().stream().filter(session -> !session.isClosed()).count();
    }

    @Test
    void theNewModelTakesOverAndTheFileSaysSo() throws IOException {
        Generation running = fixture.submit("running");
        CompletableFuture<SwapReport> outcome = fixture.manager.swap("chat", to("better"));
        assertEquals("tiny", serving());
        assertEquals(TEXT, Files.readString(file));
        SwapReport report = done(outcome);

        assertEquals("better", serving());
        assertEquals("tiny", report.before().orElseThrow().model());
        assertEquals(1, report.versionBefore());
        assertEquals(2, report.version());
        assertEquals("# The house model\nmodel = better\nslots = 2\n", Files.readString(file));
        assertEquals(2, open(), "the old one works still");
        engine.sessions().getFirst().running("running").finish("from the old one");
        var result = fixture.result(running);
        assertEquals("tiny", result.session().model());
        assertEquals(1, result.provenance().aliasVersion());
        assertEquals("chat", result.provenance().alias());
        assertEquals("", result.provenance().requeued());
        assertEquals(1, open());

        Generation next = fixture.submit("next");
        engine.lastSession().running("next").finish("from the new one");
        assertEquals(2, fixture.result(next).provenance().aliasVersion());
    }

    @Test
    void theFileThatTheExchangeWroteLoadsNothingAgain() throws IOException {
        done(fixture.manager.swap("chat", to("better")));
        read();
        fixture.settle();
        assertEquals(2, engine.sessions().size());
        assertEquals(2, fixture.info().version());
    }

    @Test
    void whatTheFileSaidBeforeIsHeardOfTooLateToUndoTheExchange() throws IOException {
        done(fixture.manager.swap("chat", to("better")));
        fixture.configure(AliasFixture.NAME, "model", "tiny", "slots", "2");
        fixture.settle();
        assertEquals("better", serving());
        assertEquals(2, engine.sessions().size());
        assertEquals(
                "best", done(fixture.manager.swap("chat", to("best"))).session().model());

        read();
        Files.writeString(file, TEXT);
        read();
        fixture.settle();
        assertEquals("tiny", serving(), "an edit counts");
    }

    @Test
    void anEditRightAfterAnExchangeCounts() throws IOException {
        done(fixture.manager.swap("chat", to("better")));
        Files.writeString(file, TEXT);
        read();
        fixture.settle();
        assertEquals("tiny", serving());
    }

    @Test
    void aRestartLoadsWhatTheExchangeLeftUnderTheSameVersion() throws IOException {
        done(fixture.manager.swap("chat", to("better")));
        AliasFixture restarted = new AliasFixture(fixture.versions);
        restarted.addEngine("decoder");
        restarted.configureFrom(file);
        restarted.settle();
        assertEquals("better", restarted.info().session().orElseThrow().model());
        assertEquals(2, restarted.info().version());
    }

    /** The process as it begins again, with the versions of the one before. */
    private AliasFixture restarted() throws IOException {
        AliasFixture restarted = new AliasFixture(fixture.versions);
        engine = restarted.addEngine("decoder");
        restarted.configureFrom(file);
        restarted.settle();
        return restarted;
    }

    @Test
    void aFileThatWasChangedForTheWorseBeforeARestartLeavesTheLastVersionServing() throws IOException {
        Files.writeString(file, TEXT.replace("tiny", "missing-model"));
        AliasFixture restarted = restarted();

        assertEquals(AliasInfo.State.READY, restarted.info().state());
        assertEquals("tiny", restarted.info().session().orElseThrow().model());
        assertEquals(1, restarted.info().version());
        assertTrue(
                restarted.info().reason().contains("missing-model"),
                restarted.info().reason());
        Generation generation = restarted.submit("hello");
        restarted.settle();
        engine.lastSession().running("hello").finish("as before");
        assertEquals(1, restarted.result(generation).provenance().aliasVersion());

        Files.writeString(file, TEXT.replace("tiny", "better"));
        restarted.configureFrom(file);
        restarted.settle();
        assertEquals("better", restarted.info().session().orElseThrow().model());
        assertEquals(2, restarted.info().version());
        assertEquals("", restarted.info().reason());
    }

    @Test
    void aFileThatCannotBeReadAfterARestartLeavesTheLastVersionServing() throws IOException {
        Files.writeString(file, TEXT + "slots2 = 4\n");
        AliasFixture restarted = restarted();

        assertEquals(AliasInfo.State.READY, restarted.info().state());
        assertEquals("tiny", restarted.info().session().orElseThrow().model());
        assertEquals(1, restarted.info().version());
        assertTrue(
                restarted.info().reason().contains("slots2"), restarted.info().reason());
    }

    @Test
    void whereTheLastVersionFailsTooTheAliasSaysWhy() throws IOException {
        done(fixture.manager.swap("chat", to("better")));
        Files.writeString(file, TEXT.replace("tiny", "missing-model"));
        AliasFixture restarted = new AliasFixture(fixture.versions);
        restarted.addEngine("decoder").failToOpen(ScriptedEngine.broken("it is broken"));
        restarted.configureFrom(file);
        restarted.settle();

        assertEquals(AliasInfo.State.FAILED, restarted.info().state());
        assertEquals(2, restarted.info().version());
    }

    @Test
    void aModelThatIsNotThereLeavesEverythingAsItWas() throws IOException {
        SeraiException e = failure(fixture.manager.swap("chat", to("missing-model")));
        assertEquals(SwapErrors.FAILED, e.code());
        AliasFixture.assertSays("stays with what it had", e);
        AliasFixture.assertSays("There is no model 'missing-model'", e);
        assertEquals("tiny", serving());
        assertEquals(TEXT, Files.readString(file));
        assertTrue(
                fixture.info().reason().contains("missing-model"),
                fixture.info().reason());
        assertEquals(1, fixture.info().version());
        assertEquals(1, open());

        done(fixture.manager.swap("chat", to("better")));
        assertEquals("", fixture.info().reason());
    }

    @Test
    void aModelThatFailsItsGoldenPromptsDoesNotServe() throws IOException {
        Path golden = Files.writeString(
                etc.resolve("golden.yaml"), "prompts: [{name: capital, text: Portugal?, expect: {exact: Lisbon}}]");
        Files.writeString(file, TEXT + "goldenPrompts = " + golden + "\n");
        read();
        engine.onStart(running -> running.finish("Porto"));
        SeraiException e = failure(fixture.manager.swap("chat", to("worse")));
        AliasFixture.assertSays("'capital'", e);
        AliasFixture.assertSays("Porto", e);
        assertEquals("tiny", serving());
        assertEquals(1, open(), "the one that failed is closed");

        engine.onStart(running -> running.finish("Lisbon"));
        done(fixture.manager.swap("chat", to("better")));
        assertEquals("better", serving());
    }

    @Test
    void anEngineThatGoesDuringItsGoldenPromptsIsAskedThemAgainLater() throws IOException {
        Path golden = Files.writeString(
                etc.resolve("golden.yaml"), "prompts: [{text: Portugal?, expect: {contains: Lisbon}}]");
        ScriptedEngine spare = fixture.addEngine("spare");
        spare.onStart(running -> running.finish("Lisbon"));
        Files.writeString(file, TEXT + "engines = server, spare\ngoldenPrompts = " + golden + "\n");
        read();
        fixture.settle();
        ScriptedEngine server = new ScriptedEngine("server");
        server.onStart(running ->
                running.fail(new SeraiException(new ErrorCode(9903, ErrorCategory.UNAVAILABLE), "it is gone")));
        fixture.addEngine(server);
        fixture.settle();
        assertEquals("spare", fixture.info().session().orElseThrow().engine());
        assertEquals(1, fixture.held().size());

        server.onStart(running -> running.finish("Lisbon"));
        fixture.time.pass(Duration.ofSeconds(2));
        fixture.settle();

        assertEquals("server", fixture.info().session().orElseThrow().engine());
    }

    @Test
    void goldenPromptsHoldForAnEditOfTheFileToo() throws IOException {
        Path golden = Files.writeString(
                etc.resolve("golden.yaml"), "prompts: [{text: Portugal?, expect: {contains: Lisbon}}]");
        engine.onStart(running -> running.finish("Porto"));
        Files.writeString(file, "model = worse\ngoldenPrompts = " + golden + "\n");
        read();
        fixture.settle();
        assertEquals("tiny", serving());
        assertTrue(
                fixture.info().reason().contains("SERAI-2661"), fixture.info().reason());
    }

    @Test
    void rollingBackReturnsToWhatWasInEffectBeforeAndAgainForth() throws IOException {
        done(fixture.manager.swap("chat", to("better")));
        read();
        SwapReport back = done(fixture.manager.rollback("chat", BACK));
        assertEquals("tiny", serving());
        assertEquals(3, back.version());
        assertEquals(TEXT, Files.readString(file));
        read();
        fixture.settle();
        assertEquals(3, fixture.info().version());
        done(fixture.manager.rollback("chat", BACK));
        assertEquals("better", serving());
    }

    @Test
    void rollingBackUndoesAnEditOfTheFileAsWell() throws IOException {
        Files.writeString(file, TEXT.replace("tiny", "edited"));
        read();
        fixture.settle();
        assertEquals("edited", serving());
        done(fixture.manager.rollback("chat", BACK));
        assertEquals("tiny", serving());
        assertEquals(TEXT, Files.readString(file));
    }

    @Test
    void rollingBackADefaultLoadsNothing() throws IOException {
        Files.writeString(file, TEXT + "maxTokens = 5\n");
        read();
        fixture.settle();
        done(fixture.manager.rollback("chat", BACK));
        assertEquals(TEXT, Files.readString(file));
        assertEquals(1, engine.sessions().size());
        assertEquals(3, fixture.info().version());
        fixture.submit("a");
        assertEquals(null, engine.lastSession().running("a").request.maxTokens());
    }

    @Test
    void thereMustBeSomethingToRollBackTo() {
        SeraiException e = assertThrows(SeraiException.class, () -> fixture.manager.rollback("chat", BACK));
        assertEquals(SwapErrors.NO_EARLIER_VERSION, e.code());
    }

    @Test
    void anOrderThatChangesNothingIsRefused() {
        for (SwapOrder order : List.of(BACK, to("tiny"))) {
            SeraiException e = assertThrows(SeraiException.class, () -> fixture.manager.swap("chat", order));
            assertEquals(SwapErrors.BAD_ORDER, e.code());
        }
    }

    @Test
    void oneExchangeAtATime() {
        CompletableFuture<SwapReport> first = fixture.manager.swap("chat", to("better"));
        SeraiException e = assertThrows(SeraiException.class, () -> fixture.manager.swap("chat", to("best")));
        assertEquals(SwapErrors.UNDER_WAY, e.code());
        done(first);
        done(fixture.manager.swap("chat", to("best")));
        assertEquals("best", serving());
    }

    @Test
    void anEditOfTheFileDuringAnExchangeWins() throws IOException {
        CompletableFuture<SwapReport> outcome = fixture.manager.swap("chat", to("better"));
        Files.writeString(file, TEXT.replace("tiny", "edited"));
        read();
        assertEquals(SwapErrors.SUPERSEDED, failure(outcome).code());
        assertEquals("edited", serving());
        assertEquals(1, open());
    }

    @Test
    void anEditThatNobodyReadYetIsNotOverwritten() throws IOException {
        CompletableFuture<SwapReport> outcome = fixture.manager.swap("chat", to("better"));
        String edited = TEXT + "temperature = 1\n";
        Files.writeString(file, edited);
        assertEquals(SwapErrors.SUPERSEDED, failure(outcome).code());
        assertEquals(edited, Files.readString(file));
        assertEquals("tiny", serving());
        assertEquals(1, open());
    }

    @Test
    void aFileThatIsGoneCannotBeChanged() throws IOException {
        CompletableFuture<SwapReport> outcome = fixture.manager.swap("chat", to("better"));
        Files.delete(file);
        SeraiException e = failure(outcome);
        AliasFixture.assertSays("SERAI-2655", e);
        assertEquals("tiny", serving());
        assertEquals(1, open());
    }

    @Test
    void anAliasThatComesFromNoFileIsNotExchangedByCommand() {
        fixture.configure("other", "model", "tiny");
        fixture.settle();
        SeraiException e = assertThrows(SeraiException.class, () -> fixture.manager.swap("other", to("better")));
        assertEquals(SwapErrors.NO_FILE, e.code());
    }

    @Test
    void drainingClosesTheOldModelBeforeTheNewOneIsLoaded() {
        Generation running = fixture.submit("running");
        engine.onOpen(() -> assertEquals(0, open(), "the old one is still open"));
        CompletableFuture<SwapReport> outcome =
                fixture.manager.swap("chat", new SwapOrder(Optional.of("big"), List.of(), List.of(), true, false));
        fixture.settle();
        Generation waiting = fixture.submit("waiting");
        assertEquals(1, fixture.info().queued(), "nothing new is given to the old one");
        assertFalse(outcome.isDone());
        engine.lastSession().running("running").finish("old");
        assertEquals("old", fixture.text(running));
        done(outcome);
        assertEquals("big", serving());
        engine.lastSession().running("waiting").finish("new");
        assertEquals("new", fixture.text(waiting));
        assertEquals(1, open());
    }

    @Test
    void whereTheNewModelFailsAfterTheDrainTheOldOneIsLoadedAgain() throws IOException {
        CompletableFuture<SwapReport> outcome = fixture.manager.swap(
                "chat", new SwapOrder(Optional.of("missing-model"), List.of(), List.of(), true, false));
        Generation running = fixture.submit("running");
        fixture.settle();
        Generation waiting = fixture.submit("waiting");
        engine.lastSession().running("running").finish("the old one");
        assertEquals("the old one", fixture.text(running));
        assertEquals(SwapErrors.FAILED, failure(outcome).code());
        assertEquals("tiny", serving());
        assertEquals(TEXT, Files.readString(file));
        assertTrue(
                fixture.info().reason().contains("missing-model"),
                fixture.info().reason());
        engine.lastSession().running("waiting").finish("still the old one");
        var result = fixture.result(waiting);
        assertEquals("still the old one", result.text());
        assertEquals(1, result.provenance().aliasVersion());
    }

    @Test
    void aDrainHasAnEnd() throws IOException {
        Files.writeString(file, TEXT + "drainSeconds = 30\n");
        read();
        Generation running = fixture.submit("running");
        CompletableFuture<SwapReport> outcome =
                fixture.manager.swap("chat", new SwapOrder(Optional.of("big"), List.of(), List.of(), true, false));
        fixture.settle();
        Generation waiting = fixture.submit("waiting");
        Generation late =
                fixture.submit("late", Priority.EVENT, fixture.time.now().plusSeconds(10), GenerationListener.NONE);
        fixture.time.pass(Duration.ofSeconds(30));
        assertEquals(AliasErrors.DEADLINE_PASSED, fixture.problem(late).code());
        AliasFixture.assertSays("SERAI-2656", failure(outcome));
        assertEquals("tiny", serving());
        engine.lastSession().running("running").finish("1");
        engine.lastSession().running("waiting").finish("2");
        assertEquals("1", fixture.text(running));
        assertEquals("2", fixture.text(waiting));
        assertEquals(1, engine.sessions().size());
    }

    @Test
    void removingTheAliasEndsItsExchange() {
        Generation running = fixture.submit("running");
        CompletableFuture<SwapReport> outcome =
                fixture.manager.swap("chat", new SwapOrder(Optional.of("big"), List.of(), List.of(), true, false));
        fixture.settle();
        Generation waiting = fixture.submit("waiting");
        fixture.remove("chat");
        assertEquals(SwapErrors.FAILED, failure(outcome).code());
        ScriptedSession session = engine.lastSession();
        session.running("running").finish("1");
        session.running("waiting").finish("2");
        assertEquals("1", fixture.text(running));
        assertEquals("2", fixture.text(waiting));
        assertEquals(0, open());
    }

    @Test
    void anotherEngineCanBeNamed() throws IOException {
        ScriptedEngine spare = fixture.addEngine("spare");
        done(fixture.manager.swap(
                "chat", new SwapOrder(Optional.empty(), List.of("spare", "decoder"), List.of(), false, false)));
        assertEquals("spare", fixture.info().session().orElseThrow().engine());
        assertTrue(Files.readString(file).endsWith("engines = spare,decoder\n"));
        assertEquals(1, spare.sessions().size());
        assertEquals(AliasInfo.State.READY, fixture.info().state());
    }

    @Test
    void anEngineThatComesDuringTheExchangeIsTakenWhereTheOrderPrefersIt() throws IOException {
        ScriptedEngine spare = fixture.addEngine("spare");
        spare.onOpen(() -> fixture.addEngine("late"));
        done(fixture.manager.swap(
                "chat", new SwapOrder(Optional.empty(), List.of("late", "spare"), List.of(), false, false)));

        assertEquals("late", fixture.info().session().orElseThrow().engine());
        assertTrue(spare.lastSession().isClosed());
    }

    @Test
    void anEngineThatComesDuringAnExchangeThatFailsIsTakenWhereTheConfigurationPrefersIt() throws IOException {
        Files.writeString(file, TEXT + "engines = late, decoder\n");
        read();
        fixture.settle();
        ScriptedEngine spare = fixture.addEngine("spare");
        spare.onOpen(() -> fixture.addEngine("late"));
        spare.failToOpen(ScriptedEngine.broken("it is damaged"));
        failure(fixture.manager.swap(
                "chat", new SwapOrder(Optional.empty(), List.of("spare"), List.of(), false, false)));

        assertEquals("late", fixture.info().session().orElseThrow().engine());
    }
}

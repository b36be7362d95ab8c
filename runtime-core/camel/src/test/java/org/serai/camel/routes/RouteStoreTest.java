package org.serai.camel.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.serai.alias.AliasInfo;
import org.serai.camel.PlainContexts;
import org.serai.camel.ScriptedAliases;
import org.serai.camel.ScriptedGeneration;
import org.serai.camel.component.SeraiComponentErrors;
import org.serai.camel.context.ManagedContext;
import org.serai.camel.routes.RouteFileInfo.State;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;

/** Route files of a folder, and what becomes of the running context when they change. */
@Timeout(120)
class RouteStoreTest {
    private static final String GOOD = """
            - route:
                id: greet
                from:
                  uri: direct:greet
                  steps:
                    - setBody:
                        simple: "Hello ${body}"
            """;

    @TempDir
    Path folder;

    private final ScriptedAliases aliases = new ScriptedAliases("summarizer");
    private @Nullable ManagedContext context;
    private @Nullable RouteStore store;

    @BeforeEach
    void start() {
        PlainContexts contexts =
                new PlainContexts(folder, aliases, camel -> camel.addComponent("port", new PortComponent()));
        context = contexts.live("live");
        context.camel().start();
        ServedAliases served = new ServedAliases(() -> aliases);
        store = new RouteStore(
                context.camel(),
                new RouteChecker(contexts, served),
                served,
                new Patience(Duration.ofSeconds(60), Duration.ofSeconds(5)));
    }

    @AfterEach
    void stop() {
        store().close();
        camel().stop();
    }

    private RouteStore store() {
        return Objects.requireNonNull(store);
    }

    private DefaultCamelContext camel() {
        return Objects.requireNonNull(context).camel();
    }

    private Future<?> write(String name, String text) throws IOException {
        return store().changed(Files.writeString(folder.resolve(name), text));
    }

    private RouteFileInfo put(String name, String text) throws Exception {
        write(name, text).get(60, TimeUnit.SECONDS);
        return info(name);
    }

    private RouteFileInfo info(String name) {
        return store().files().stream()
                .filter(file -> file.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until all that was asked of the store is done. */
    private void settle() {
        store().ownersExcept("");
    }

    private Object ask(String uri, String body) {
        return camel().createProducerTemplate().requestBody(uri, body);
    }

    private static void assertProblem(ErrorCode code, int line, String hint, RouteFileInfo file) {
        Problem problem = file.problems().getFirst();
        assertEquals(code, problem.code(), problem.message());
        assertEquals(line, problem.line(), problem.message());
        assertTrue(problem.message().contains(hint), problem.message());
    }

    @Test
    void filesRunAreReplacedAndGo() throws Exception {
        assertEquals(State.RUNNING, put("a.camel.yaml", GOOD).state());
        assertEquals("Hello you", ask("direct:greet", "you"));

        assertEquals(
                State.RUNNING, put("a.camel.yaml", GOOD.replace("Hello", "Bye")).state());
        assertEquals("Bye you", ask("direct:greet", "you"));

        store().removed(folder.resolve("a.camel.yaml")).get(60, TimeUnit.SECONDS);
        assertEquals(List.of(), store().files());
        assertEquals(List.of(), camel().getRoutes());
        assertEquals(List.of(), camel().getRouteDefinitions());
    }

    @Test
    void xmlFilesRunToo() throws Exception {
        RouteFileInfo file = put("a.camel.xml", """
                <routes>
                  <route id="greet"><from uri="direct:greet"/><setBody><simple>Hi ${body}</simple></setBody></route>
                </routes>
                """);

        assertEquals(List.of(), file.problems());
        assertEquals("Hi you", ask("direct:greet", "you"));
    }

    @Test
    void routesWithoutAnIdAreCalledAfterTheirFile() throws Exception {
        RouteFileInfo one = put("one.camel.yaml", "- from: {uri: 'direct:1', steps: [{log: x}]}\n");
        RouteFileInfo two = put(
                "two.camel.yaml",
                "- from: {uri: 'direct:2', steps: [{log: x}]}\n- from: {uri: 'direct:3', steps: [{log: x}]}\n");

        assertEquals(
                List.of("one"),
                one.routes().stream().map(RouteFileInfo.RouteInfo::id).toList());
        assertEquals(
                List.of("two-1", "two-2"),
                two.routes().stream().map(RouteFileInfo.RouteInfo::id).toList());
    }

    record Broken(String name, String text, ErrorCode code, int line, String hint) {
        @Override
        public String toString() {
            return hint;
        }
    }

    static List<Broken> broken() {
        return List.of(
                new Broken("a.camel.yaml", "- route:\n    id: [greet\n", RouteErrors.SYNTAX, 3, "expected"),
                new Broken("a.camel.yaml", "", RouteErrors.EMPTY, 0, "empty"),
                new Broken("a.camel.yaml", "greet: you\n", RouteErrors.SYNTAX, 1, "no route"),
                new Broken(
                        "a.camel.yaml",
                        GOOD.replace("setBody:", "setBdoy:"),
                        RouteErrors.SYNTAX,
                        6,
                        "Did you mean setBody?"),
                new Broken("a.camel.yaml", GOOD.replace("simple:", "simpel:"), RouteErrors.SYNTAX, 7, "simpel"),
                new Broken(
                        "a.camel.yaml",
                        GOOD.replace("direct:greet", "dirct:greet"),
                        RouteErrors.UNKNOWN_COMPONENT,
                        4,
                        "Did you mean direct?"),
                new Broken(
                        "a.camel.yaml",
                        GOOD.replace("direct:greet", "direct:greet?blok=true"),
                        RouteErrors.UNKNOWN_OPTION,
                        4,
                        "Did you mean block?"),
                new Broken(
                        "a.camel.yaml",
                        GOOD.replace("direct:greet", "direct:greet?block=maybe"),
                        RouteErrors.INVALID_ENDPOINT,
                        4,
                        "block"),
                new Broken("a.camel.yaml", GOOD.replace("${body}", "${bdoy}"), RouteErrors.INVALID, 7, "bdoy"),
                new Broken(
                        "a.camel.yaml",
                        GOOD.replace("direct:greet", "\"{{nowhere}}\""),
                        RouteErrors.INVALID_ENDPOINT,
                        4,
                        "nowhere"),
                new Broken(
                        "a.camel.yaml",
                        GOOD + "        - to: serai:chat?model=sumarizer\n",
                        RouteErrors.UNKNOWN_ALIAS,
                        8,
                        "Did you mean summarizer?"),
                new Broken(
                        "a.camel.yaml",
                        GOOD + "        - to: serai:chat?model=summarizer&temperature=-3\n",
                        SeraiComponentErrors.INVALID_OPTION,
                        8,
                        "at least 0"),
                new Broken("a.camel.yaml", GOOD + GOOD, RouteErrors.DUPLICATE_ID, 11, "greet"),
                new Broken("b.camel.xml", "<routes>\n<route>\n</routes>", RouteErrors.SYNTAX, 3, "well-formed"),
                new Broken(
                        "b.camel.xml",
                        "<routes>\n<route id='x'><from uri='direct:x'/>\n<tto uri='direct:y'/></route></routes>",
                        RouteErrors.SYNTAX,
                        3,
                        "tto"),
                new Broken(
                        "b.camel.xml",
                        "<routes>\n<route id='x'>\n<from uri='dirct:x'/><to uri='direct:y'/></route></routes>",
                        RouteErrors.UNKNOWN_COMPONENT,
                        3,
                        "direct"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void brokenFilesSayWhereAndWhatAndDisturbNothing(Broken broken) throws Exception {
        put("a.camel.yaml", GOOD);

        RouteFileInfo file = put(broken.name(), broken.text());

        assertProblem(broken.code(), broken.line(), broken.hint(), file);
        assertEquals("Hello you", ask("direct:greet", "you"));
        if (broken.name().equals("a.camel.yaml")) {
            assertEquals(State.OUTDATED, file.state());
            assertEquals(
                    State.RUNNING,
                    put("a.camel.yaml", GOOD.replace("Hello", "Again")).state());
            assertEquals("Again you", ask("direct:greet", "you"));
        }
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() throws Exception {
        RouteFileInfo file = put(
                "a.camel.yaml",
                "- from: {uri: 'dirct:1', steps: [{to: 'lgo:x'}]}\n- from: {uri: 'timer:x?perod=1', steps: [{log: x}]}\n");

        assertEquals(
                List.of(RouteErrors.UNKNOWN_COMPONENT, RouteErrors.UNKNOWN_COMPONENT, RouteErrors.UNKNOWN_OPTION),
                file.problems().stream().map(Problem::code).toList());
    }

    @Test
    void unreadableFilesAreSaid() throws Exception {
        Files.createDirectory(folder.resolve("d.camel.yaml"));
        store().changed(folder.resolve("d.camel.yaml")).get(60, TimeUnit.SECONDS);
        assertProblem(RouteErrors.UNREADABLE, 0, "folder", info("d.camel.yaml"));

        Files.write(folder.resolve("l.camel.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 'a'});
        store().changed(folder.resolve("l.camel.yaml")).get(60, TimeUnit.SECONDS);
        assertProblem(RouteErrors.SYNTAX, 0, "UTF-8", info("l.camel.yaml"));
    }

    @Test
    void anIdBelongsToOneFileUntilThatGoes() throws Exception {
        put("a.camel.yaml", GOOD);
        RouteFileInfo second = put("b.camel.yaml", GOOD.replace("Hello", "Other"));

        assertProblem(RouteErrors.DUPLICATE_ID, 4, "a.camel.yaml", second);
        assertEquals("Hello you", ask("direct:greet", "you"));

        store().removed(folder.resolve("a.camel.yaml")).get(60, TimeUnit.SECONDS);
        assertEquals(State.RUNNING, info("b.camel.yaml").state());
        assertEquals("Other you", ask("direct:greet", "you"));
    }

    @Test
    void routesWaitForTheirAlias() throws Exception {
        aliases.put("later", AliasInfo.State.LOADING, "");
        RouteFileInfo file = put("a.camel.yaml", GOOD + "        - to: serai:chat?model=later\n");
        assertEquals(State.PENDING, file.state());
        assertProblem(RouteErrors.ALIAS_NOT_READY, 8, "loading", file);

        aliases.put("later", AliasInfo.State.READY, "");
        store().aliasesChanged();
        settle();
        assertEquals(State.RUNNING, info("a.camel.yaml").state());

        aliases.remove("later");
        store().aliasesChanged();
        settle();
        assertEquals(State.PENDING, info("a.camel.yaml").state());
        assertNull(camel().getRoute("greet"));

        aliases.put("later", AliasInfo.State.READY, "");
        store().aliasesChanged();
        settle();
        assertEquals(State.RUNNING, info("a.camel.yaml").state());
    }

    @Test
    void aChangeWaitsForWhatIsUnderWay() throws Exception {
        String slow = GOOD + "        - to: serai:chat?model=summarizer\n";
        put("a.camel.yaml", slow);
        CompletableFuture<Object> answer = camel().createProducerTemplate().asyncRequestBody("direct:greet", "you");
        ScriptedGeneration generation = aliases.next();

        Future<?> change = write("a.camel.yaml", GOOD.replace("Hello", "New"));
        assertFalse(change.isDone());
        generation.answer("old answer");

        change.get(60, TimeUnit.SECONDS);
        assertEquals("old answer", answer.get(60, TimeUnit.SECONDS));
        assertFalse(generation.isCancelled());
        assertEquals("New you", ask("direct:greet", "you"));
    }

    @Test
    void aVersionThatDoesNotStartGivesWayToTheOneBefore() throws Exception {
        put("a.camel.yaml", GOOD);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String server = "- from: {uri: 'port:" + taken.getLocalPort() + "', steps: [{log: x}]}\n";

            RouteFileInfo file = put("a.camel.yaml", GOOD.replace("Hello", "New") + server);

            assertEquals(State.OUTDATED, file.state());
            assertProblem(RouteErrors.START_FAILED, 0, "The version before runs again", file);
            assertEquals("Hello you", ask("direct:greet", "you"));
            assertEquals(1, camel().getRoutes().size());
            assertEquals(1, camel().getRouteDefinitions().size());
        }

        store().start("a.camel.yaml");

        assertEquals(State.RUNNING, info("a.camel.yaml").state());
        assertEquals("New you", ask("direct:greet", "you"));
    }

    @Test
    void routesAreStoppedAndStartedByHand() throws Exception {
        put("a.camel.yaml", GOOD);

        store().stop("greet");
        assertEquals(State.STOPPED, info("a.camel.yaml").state());
        assertEquals("Stopped", info("a.camel.yaml").routes().getFirst().status());

        put("a.camel.yaml", GOOD.replace("Hello", "Still"));
        assertEquals("Stopped", info("a.camel.yaml").routes().getFirst().status());

        store().start("a.camel.yaml");
        assertEquals(State.RUNNING, info("a.camel.yaml").state());
        assertEquals("Still you", ask("direct:greet", "you"));
    }

    @Test
    void unknownNamesAreSaid() throws Exception {
        put("a.camel.yaml", GOOD);

        SeraiException failure = assertThrows(SeraiException.class, () -> store().stop("gret"));

        assertEquals(RouteErrors.UNKNOWN_ROUTE, failure.code());
        assertTrue(String.valueOf(failure.getMessage()).contains("Did you mean greet?"));
    }

    @Test
    void beansGoWithTheirFile() throws Exception {
        put("a.camel.yaml", """
                - beans:
                    - name: list
                      type: java.util.ArrayList
                """ + GOOD);
        assertNotNull(camel().getRegistry().lookupByName("list"));

        store().removed(folder.resolve("a.camel.yaml")).get(60, TimeUnit.SECONDS);

        assertNull(camel().getRegistry().lookupByName("list"));
        assertEquals(List.of(), camel().getCustomBeans());
    }

    /** A consumer that needs a port of this machine, as servers do. */
    private static final class PortComponent extends DefaultComponent {
        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            return new PortEndpoint(uri, this, Integer.parseInt(remaining));
        }
    }

    private static final class PortEndpoint extends DefaultEndpoint {
        private final int port;

        PortEndpoint(String uri, Component component, int port) {
            super(uri, component);
            this.port = port;
        }

        @Override
        public Producer createProducer() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            return new DefaultConsumer(this, processor) {
                @Override
                protected void doStart() throws Exception {
                    super.doStart();
                    new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
                }
            };
        }
    }
}

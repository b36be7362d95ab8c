package org.serai.camel.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.ServiceStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.serai.alias.AliasInfo;
import org.serai.camel.PlainContexts;
import org.serai.camel.ScriptedAliases;
import org.serai.camel.context.ManagedContext;
import org.serai.camel.routes.Patience;
import org.serai.camel.routes.RouteChecker;
import org.serai.camel.routes.RouteStore;
import org.serai.camel.routes.ServedAliases;

@Timeout(120)
class RouteStartupTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String ROUTE = """
            - route:
                id: ask
                from:
                  uri: direct:ask
                  steps:
                    - to: serai:chat?model=summarizer
            """;

    @TempDir
    private Path folder;

    private final ScriptedAliases aliases = new ScriptedAliases();
    private ManagedContext context;
    private RouteStore store;
    private RouteStartup startup;

    @BeforeEach
    void start() {
        PlainContexts contexts = new PlainContexts(folder, aliases);
        context = contexts.live("live");
        context.camel().start();
        ServedAliases served = new ServedAliases(() -> aliases);
        store = new RouteStore(
                context.camel(), new RouteChecker(contexts, served), served, new Patience(LONG, Duration.ofSeconds(5)));
        startup = new RouteStartup(store, folder);
        aliases.put("summarizer", AliasInfo.State.READY, "");
    }

    @AfterEach
    void stop() {
        store.close();
        context.close();
    }

    private Path write(String text) throws Exception {
        return Files.writeString(folder.resolve("ask.camel.yaml"), text);
    }

    @Test
    void waitsForAFileThatNobodyHasToldTheStoreOf() throws Exception {
        Path file = write(ROUTE);
        assertEquals(
                List.of("route file ask.camel.yaml is still starting: see 'serai status'"),
                startup.await(Duration.ofMillis(50)));

        CompletableFuture<List<String>> settled = CompletableFuture.supplyAsync(this::await);
        store.changed(file).get(60, TimeUnit.SECONDS);

        assertEquals(List.of(), settled.get(60, TimeUnit.SECONDS));
        assertEquals(ServiceStatus.Started, context.camel().getRouteController().getRouteStatus("ask"));
    }

    @Test
    void aRouteRunsWhoseAliasBecameReadyUnheard() throws Exception {
        aliases.put("summarizer", AliasInfo.State.LOADING, "");
        store.changed(write(ROUTE)).get(60, TimeUnit.SECONDS);
        assertTrue(context.camel().getRoutes().isEmpty());

        aliases.put("summarizer", AliasInfo.State.READY, "");

        assertEquals(List.of(), await());
        assertEquals(ServiceStatus.Started, context.camel().getRouteController().getRouteStatus("ask"));
    }

    @Test
    void saysWhyAFileDoesNotRun() throws Exception {
        store.changed(write(ROUTE.replace("model=summarizer", "model=summariser")))
                .get(60, TimeUnit.SECONDS);
        List<String> lines = await();
        assertEquals(1, lines.size());
        assertTrue(
                lines.getFirst()
                        .startsWith("routes do not run: ask.camel.yaml:6: SERAI-1806: There is no alias summariser."),
                lines.getFirst());
    }

    @Test
    void aFolderThatIsNotThereIsNoReasonToWait() throws Exception {
        assertEquals(List.of(), new RouteStartup(store, folder.resolve("missing")).await(LONG));
    }

    private List<String> await() {
        try {
            return startup.await(LONG);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

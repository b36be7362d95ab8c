package org.serai.camel.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceRegistration;
import org.serai.alias.AliasInfo;
import org.serai.alias.AliasService;
import org.serai.camel.ScriptedAliases;
import org.serai.camel.osgi.parts.EchoActivator;
import org.serai.camel.osgi.parts.EchoComponent;
import org.serai.camel.osgi.parts.EchoEndpoint;
import org.serai.camel.osgi.parts.EchoProducer;
import org.serai.camel.osgi.parts.ShoutLanguage;
import org.serai.command.Command;
import org.serai.command.CommandStreams;
import org.serai.status.StatusSource;

/** The bundles in a real framework: parts of Camel come and go while routes run. */
@Timeout(180)
class CamelBundlesTest {
    private static final List<Class<?>> ECHO =
            List.of(EchoActivator.class, EchoComponent.class, EchoEndpoint.class, EchoProducer.class);
    private static final Map<String, String> ACTIVATOR = Map.of("Bundle-Activator", EchoActivator.class.getName());

    @TempDir
    Path home;

    private @Nullable TestFramework framework;

    @BeforeEach
    void start() throws Exception {
        Files.createDirectories(home.resolve("in"));
        framework = new TestFramework(home);
    }

    @AfterEach
    void stop() throws Exception {
        framework().close();
    }

    private TestFramework framework() {
        return Objects.requireNonNull(framework);
    }

    private void put(String name, String text) throws Exception {
        Path file = Files.writeString(home.resolve(name), text);
        framework().service(ArtifactInstaller.class, "(objectClass=*)").install(file.toFile());
    }

    private String state(String name) {
        try {
            return framework().service(StatusSource.class, "(objectClass=*)").rows().stream()
                    .filter(row -> row.name().equals(name))
                    .map(StatusSource.Row::state)
                    .findFirst()
                    .orElse("unknown");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void awaitState(String name, String state) throws Exception {
        TestFramework.await(() -> state(name).equals(state));
    }

    /** Takes a file through the route in {@link #fileRoute} and gives what came out. */
    private String answer(String document) throws Exception {
        Files.writeString(home.resolve("in/" + document), document);
        Path out = home.resolve("out/" + document);
        TestFramework.await(() -> Files.exists(out));
        String answer = Files.readString(out);
        Files.delete(out);
        return answer;
    }

    private static String fileRoute(String step) {
        return """
                - route:
                    id: documents
                    from:
                      uri: "file:{{serai.home}}/in?delay=20&initialDelay=0"
                      steps:
                        - %s
                        - to: "file:{{serai.home}}/out?tempPrefix=."
                """.formatted(step);
    }

    private Bundle installEchoService() throws Exception {
        return framework().install("echo-service", ECHO, Map.of(), ACTIVATOR);
    }

    @Test
    void aComponentOfAServiceComesAndGoesLive() throws Exception {
        put(
                "other.camel.yaml",
                "- from: {uri: 'timer:x?period=10', steps: [{log: {message: x, loggingLevel: 'OFF'}}]}\n");
        put("a.camel.yaml", fileRoute("to: echo:Hi"));
        awaitState("a.camel.yaml", "pending");

        Bundle bundle = installEchoService();
        awaitState("a.camel.yaml", "running");
        assertEquals("Hi one", answer("one"));

        WeakReference<ClassLoader> loader = TestFramework.loaderOf(bundle);
        bundle.stop();
        assertEquals("pending", state("a.camel.yaml"));
        assertEquals("running", state("other.camel.yaml"));
        bundle.start();
        awaitState("a.camel.yaml", "running");
        assertEquals("Hi two", answer("two"));

        bundle.uninstall();
        assertEquals("pending", state("a.camel.yaml"));
        TestFramework.awaitCollected(loader);
    }

    @Test
    void aJarWithCamelsOwnServiceFilesIsEnough() throws Exception {
        put("a.camel.yaml", fileRoute("to: echo:Hi"));
        put(
                "b.camel.yaml",
                fileRoute("setBody: {language: {language: shout, expression: loud}}")
                        .replace("documents", "b")
                        .replace("/in?", "/in2?"));
        awaitState("a.camel.yaml", "pending");

        Bundle bundle = framework()
                .install(
                        "echo-files",
                        List.of(
                                EchoComponent.class,
                                EchoEndpoint.class,
                                EchoProducer.class,
                                ShoutLanguage.class,
                                ShoutLanguage.Shouted.class),
                        Map.of(
                                "META-INF/services/org/apache/camel/component/echo",
                                "class=" + EchoComponent.class.getName(),
                                "META-INF/services/org/apache/camel/language/shout",
                                "class=" + ShoutLanguage.class.getName()),
                        Map.of());
        awaitState("a.camel.yaml", "running");
        awaitState("b.camel.yaml", "running");
        assertEquals("Hi one", answer("one"));

        WeakReference<ClassLoader> loader = TestFramework.loaderOf(bundle);
        bundle.uninstall();
        assertEquals("pending", state("a.camel.yaml"));
        assertEquals("pending", state("b.camel.yaml"));
        TestFramework.awaitCollected(loader);
    }

    @Test
    void theSeraiComponentFollowsTheAliasService() throws Exception {
        put("a.camel.yaml", fileRoute("to: serai:chat?model=summarizer"));
        awaitState("a.camel.yaml", "pending");

        ScriptedAliases aliases = new ScriptedAliases().script(generation -> generation.answer("An answer"));
        ServiceRegistration<?> registration = framework().context().registerService(AliasService.class, aliases, null);
        assertEquals("pending", state("a.camel.yaml"));
        aliases.put("summarizer", AliasInfo.State.READY, "");
        framework().service(AliasService.Listener.class, "(objectClass=*)").aliasesChanged();
        awaitState("a.camel.yaml", "running");
        assertEquals("An answer", answer("one"));

        registration.unregister();
        awaitState("a.camel.yaml", "pending");
        framework().context().registerService(AliasService.class, aliases, null);
        awaitState("a.camel.yaml", "running");
        assertEquals("An answer", answer("two"));
    }

    @Test
    void theCommandWorksInTheInstance() throws Exception {
        put("a.camel.yaml", "- from: {uri: 'direct:a', steps: [{log: x}]}\n");
        awaitState("a.camel.yaml", "running");
        Command command = framework().service(Command.class, "(" + Command.NAME + "=route)");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CommandStreams streams = new CommandStreams(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                false,
                home);

        assertEquals(0, command.run(List.of("list"), streams));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("running"), out.toString(StandardCharsets.UTF_8));
        assertEquals(0, command.run(List.of("check", "a.camel.yaml"), streams));
        Files.writeString(home.resolve("b.camel.yaml"), "- from: {uri: 'dirct:a', steps: [{log: x}]}\n");
        assertEquals(1, command.run(List.of("check", "b.camel.yaml"), streams));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("Did you mean direct?"));
    }
}

package org.serai.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.serai.launcher.Failures.assertFails;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.startlevel.BundleStartLevel;

/** Boots the real framework with bundles of one class. */
class ContainerTest {
    @TempDir
    private Path folder;

    private Home home;

    @BeforeEach
    void prepare() throws IOException {
        home = Home.of(folder, Map.of());
        Files.createDirectories(home.etc());
        home.prepare();
    }

    @Test
    void startsTheBundlesOfTheTreeAtTheirLevels() throws Exception {
        bundle("system/05/answer.jar", "test.answer", Answer.class);
        try (Container container = boot()) {
            assertEquals(42, container.service(IntSupplier.class).orElseThrow().getAsInt());
            Bundle bundle = container.context().getBundle(1);
            assertEquals("test.answer", bundle.getSymbolicName());
            assertEquals(5, bundle.adapt(BundleStartLevel.class).getStartLevel());
            assertEquals(home.directory().toString(), container.context().getProperty("serai.home"));
            assertEquals("command", container.context().getProperty("serai.mode"));
            assertEquals(List.of(), container.problems());
        }
    }

    @Test
    void aBundleThatCannotStartIsAProblemAndTheOthersRun() throws Exception {
        bundle("system/05/answer.jar", "test.answer", Answer.class);
        bundle("system/05/broken.jar", "test.broken", Broken.class);
        try (Container container = boot()) {
            assertEquals(42, container.service(IntSupplier.class).orElseThrow().getAsInt());
            assertEquals(1, container.problems().size(), container.problems().toString());
            String problem = container.problems().getFirst();
            assertTrue(problem.contains("test.broken") && problem.contains("the port is taken"), problem);
        }
    }

    @Test
    void theApiReachesTheBundles() throws Exception {
        bundle(
                "system/05/answer.jar",
                "test.answer",
                Answer.class,
                List.of("org.osgi.framework", "org.serai.error", "org.serai.command"));
        try (Container container = boot()) {
            assertEquals(Bundle.ACTIVE, container.context().getBundle(1).getState());
        }
    }

    /** What is asked for may be JSON for another program. */
    @Test
    void whatBundlesPrintIsNoPartOfTheAnswerOfACommand() throws Exception {
        bundle("system/05/talker.jar", "test.talker", Talker.class);
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        ByteArrayOutputStream beside = new ByteArrayOutputStream();
        System.setOut(new PrintStream(answer, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(beside, true, StandardCharsets.UTF_8));
        try {
            assertEquals(7, new LocalCommand(home).run(new CommandCall(folder, false, List.of("talk"))));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        assertEquals("", answer.toString(StandardCharsets.UTF_8));
        assertTrue(beside.toString(StandardCharsets.UTF_8).contains("hello"), beside::toString);
        assertTrue(beside.toString(StandardCharsets.UTF_8).contains("good-bye"), beside::toString);
    }

    @Test
    void aTreeWithoutBundlesIsRefused() throws IOException {
        Files.createDirectories(folder.resolve("system/05"));
        assertFails(LauncherErrors.INSTALLATION_DAMAGED, () -> SystemBundle.in(folder.resolve("system")), "unpack");
        assertFails(LauncherErrors.INSTALLATION_DAMAGED, () -> SystemBundle.in(folder.resolve("nowhere")), "nowhere");
    }

    private Container boot() {
        return Container.boot(
                FrameworkConfiguration.command(home, folder.resolve("storage")),
                SystemBundle.in(folder.resolve("system")),
                bundle -> true);
    }

    private void bundle(String path, String name, Class<?> activator) throws IOException {
        bundle(path, name, activator, List.of("org.osgi.framework"));
    }

    private void bundle(String path, String name, Class<?> activator, List<String> imports) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Bundle-ManifestVersion", "2");
        attributes.putValue("Bundle-SymbolicName", name);
        attributes.putValue("Bundle-Activator", activator.getName());
        attributes.putValue("Import-Package", String.join(",", imports));
        Path jar = folder.resolve(path);
        Files.createDirectories(jar.getParent());
        String entry = activator.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                InputStream type =
                        Objects.requireNonNull(activator.getClassLoader().getResourceAsStream(entry))) {
            out.putNextEntry(new JarEntry(entry));
            type.transferTo(out);
        }
    }

    /** Offers a service of the JDK's type. */
    public static final class Answer implements BundleActivator {
        @Override
        public void start(BundleContext context) {
            context.registerService(IntSupplier.class, () -> 42, null);
        }

        @Override
        public void stop(BundleContext context) {}
    }

    /** Prints as it comes and goes, and takes the place of the shell. */
    @SuppressWarnings("SystemOut") // as libraries do
    public static final class Talker implements BundleActivator {
        @Override
        public void start(BundleContext context) {
            System.out.println("hello");
            Dictionary<String, String> properties = FrameworkUtil.asDictionary(Map.of("serai.command.shell", "true"));
            ToIntFunction<String[]> shell = words -> 7;
            context.registerService(ToIntFunction.class, shell, properties);
        }

        @Override
        public void stop(BundleContext context) {
            System.out.println("good-bye");
        }
    }

    /** Does not start. */
    public static final class Broken implements BundleActivator {
        @Override
        public void start(BundleContext context) {
            throw new IllegalStateException("the port is taken");
        }

        @Override
        public void stop(BundleContext context) {}
    }
}

package org.serai.it.container;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;

/** A home with an alias for a tiny model and a route from {@code inbox} to {@code outbox}. Runs inside the container. */
final class WorkingRoute {
    private static final long PATIENCE_NANOS = 240_000_000_000L;

    private final Path home;

    WorkingRoute(BundleContext context) {
        this.home = Path.of(context.getProperty("serai.home"));
    }

    /** A route that asks the tiny model to go on with each document. */
    static String route(String id, String alias, int maxTokens) {
        return """
                - route:
                    id: %s
                    from:
                      uri: serai-file:inbox
                      parameters:
                        outbox: outbox
                        settle: 50
                        pollInterval: 100
                      steps:
                        - to:
                            uri: serai:complete
                            parameters:
                              model: %s
                              maxTokens: %d
                """.formatted(id, alias, maxTokens);
    }

    void write(String relative, String text) throws IOException {
        Path file = home.resolve(relative);
        Files.createDirectories(file.resolveSibling(""));
        Path work = Files.createTempFile(home, "new", ".tmp");
        Files.writeString(work, text);
        Files.move(work, file, StandardCopyOption.ATOMIC_MOVE);
    }

    void delete(String relative) throws IOException {
        Files.delete(home.resolve(relative));
    }

    Path path(String relative) {
        return home.resolve(relative);
    }

    List<String> names(String folder) {
        try (Stream<Path> files = Files.list(home.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        await(what, condition, () -> "");
    }

    /** @param state what is told of the wait that was in vain */
    static void await(String what, BooleanSupplier condition, Supplier<String> state) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                fail("Waited in vain for " + what + " " + state.get());
            }
            Thread.sleep(20);
        }
    }
}

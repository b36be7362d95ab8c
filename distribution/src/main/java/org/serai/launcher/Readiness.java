package org.serai.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.serai.alias.AliasInfo;
import org.serai.alias.AliasService;
import org.serai.status.Startup;

/**
 * Says when an instance is ready: each alias that {@code etc/} configures is either ready or failed, and then what waits
 * for aliases, such as routes, runs or has said why it does not. An alias whose configuration was refused never appears,
 * so it counts as failed after a while.
 */
final class Readiness {
    private static final String PREFIX = "org.serai.alias~";
    private static final String SUFFIX = ".cfg";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 20;

    private final Container container;
    private final Path etc;

    Readiness(Container container, Path etc) {
        this.container = container;
        this.etc = etc;
    }

    /** Waits until all aliases are settled, or until the framework stops; then a line for each that failed. */
    List<String> awaitAliases() throws InterruptedException {
        Set<String> configured = configured();
        long patience = System.nanoTime() + PATIENCE.toNanos();
        while (!configured.isEmpty()) {
            Map<String, AliasInfo> known = container.service(AliasService.class).map(AliasService::aliases).stream()
                    .flatMap(List::stream)
                    .collect(Collectors.toMap(AliasInfo::name, Function.identity()));
            boolean loading = known.values().stream().anyMatch(alias -> alias.state() == AliasInfo.State.LOADING);
            boolean complete = known.keySet().containsAll(configured) || System.nanoTime() > patience;
            if (complete && !loading) {
                return failures(configured, known);
            }
            Thread.sleep(POLL_MILLIS);
        }
        return List.of();
    }

    /** Waits until everything else is settled, when the aliases are; then a line for each thing that does not work. */
    List<String> awaitOthers() throws InterruptedException {
        long patience = System.nanoTime() + PATIENCE.toNanos();
        List<String> failures = new ArrayList<>();
        for (Startup startup : container.services(Startup.class)) {
            failures.addAll(startup.await(Duration.ofNanos(Math.max(0, patience - System.nanoTime()))));
        }
        return failures;
    }

    private static List<String> failures(Set<String> configured, Map<String, AliasInfo> known) {
        List<String> failures = new ArrayList<>();
        for (String name : configured) {
            AliasInfo alias = known.get(name);
            if (alias == null) {
                failures.add("alias '" + name + "' did not start: see 'serai status'");
            } else if (alias.state() == AliasInfo.State.FAILED) {
                failures.add("alias '" + name + "' is not ready: " + alias.reason());
            }
        }
        return failures;
    }

    private Set<String> configured() {
        Set<String> names = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(etc, PREFIX + "*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                names.add(name.substring(PREFIX.length(), name.length() - SUFFIX.length()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }
}

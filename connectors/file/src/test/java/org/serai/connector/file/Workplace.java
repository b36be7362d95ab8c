package org.serai.connector.file;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.StatefulService;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/** A home folder, a Camel context with one route from its inbox, and what tests ask of them. */
final class Workplace implements AutoCloseable {
    static final String ROUTE = "answers";
    private static final long PATIENCE_NANOS = 240_000_000_000L;
    private static final long LOOK_MILLIS = 5;

    final Path home;
    final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    private final DefaultCamelContext context = new DefaultCamelContext();

    private Workplace(Path home) {
        this.home = home;
    }

    /** Starts a route whose one step is given. */
    static Workplace start(Path home, String options, Processor step) throws Exception {
        return start(home, options, step, context -> {});
    }

    /** The same with something in the context that the component finds there. */
    static Workplace start(Path home, String options, Processor step, Consumer<CamelContext> before) throws Exception {
        Workplace place = new Workplace(home);
        try {
            before.accept(place.context);
            place.begin(options, step);
        } catch (Exception e) {
            place.close();
            throw e;
        }
        return place;
    }

    private void begin(String options, Processor step) throws Exception {
        context.getPropertiesComponent().addInitialProperty("serai.home", home.toString());
        context.disableJMX();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("serai-file:inbox?pollInterval=10" + quick("settle=20", options) + quick("retryDelay=10", options)
                                + quick("maxRetryDelay=50", options) + options)
                        .routeId(ROUTE)
                        .process(exchange -> asked.add(exchange.getMessage().getHeader("CamelFileName", String.class)))
                        .process(step);
            }
        });
        context.start();
    }

    /** An option that makes tests quick, unless the test has its own. */
    private static String quick(String option, String options) {
        return options.contains("&" + option.substring(0, option.indexOf('=') + 1)) ? "" : "&" + option;
    }

    DefaultCamelContext context() {
        return context;
    }

    /** Whether the route was told to stop and takes no more documents, though it may still have some in work. */
    boolean takesNoMore() {
        return ((StatefulService) context.getRoute(ROUTE).getConsumer()).isSuspended();
    }

    /** Puts a document into the inbox at once. */
    Path drop(String name, String text) throws IOException {
        return drop(name, text.getBytes(StandardCharsets.UTF_8));
    }

    Path drop(String name, byte[] content) throws IOException {
        Path file = home.resolve("inbox").resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Path unfinished = file.resolveSibling("." + file.getFileName());
        Files.write(unfinished, content);
        return Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    String read(String relative) throws IOException {
        return Files.readString(home.resolve(relative));
    }

    JsonObject json(String relative) throws IOException, DeserializationException {
        return (JsonObject) Jsoner.deserialize(read(relative));
    }

    /** The names in a folder, the hidden ones too; folders are looked into. */
    static List<String> names(Path folder) {
        try {
            return FileTree.files(folder).stream()
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> names(String folder) {
        return names(home.resolve(folder));
    }

    /** The documents in the inbox, without the connector's own files. */
    List<String> inbox() {
        return names("inbox").stream()
                .filter(name -> !name.startsWith(".serai/"))
                .toList();
    }

    /** The documents that the connector has taken out of the inbox or decided. */
    List<String> state() {
        return names("inbox/.serai").stream().filter(name -> name.contains("/")).toList();
    }

    void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                fail(what + " did not happen; there are " + everything());
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    void awaitNames(String folder, String... names) throws InterruptedException {
        await(folder + " with " + List.of(names), () -> names(folder).equals(List.of(names)));
    }

    private Map<String, List<String>> everything() {
        return Stream.of("inbox", "outbox", "failed", "done").collect(Collectors.toMap(name -> name, this::names));
    }

    @Override
    public void close() {
        context.stop();
    }
}

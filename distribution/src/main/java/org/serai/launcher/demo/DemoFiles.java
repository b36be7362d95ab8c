package org.serai.launcher.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The demo's files: samples in the distribution; configuration, routes and documents in the home. */
public final class DemoFiles {
    private static final String ALIAS_FILE = "etc/org.serai.alias~assistant.cfg";

    private static final Pattern MODEL = Pattern.compile("(?m)^\\s*model\\s*[=:].*$");

    private final Path samples;
    private final Path home;

    /**
     * Names the folders; nothing is read yet.
     *
     * @param samples the distribution's folder of samples
     * @param home where the instance runs
     */
    public DemoFiles(Path samples, Path home) {
        this.samples = samples;
        this.home = home;
    }

    /**
     * Brings alias and routes into the home. What is there already belongs to the user and stays as it is, except that
     * the alias gets the model that the user asked for.
     *
     * @param kafka whether there is a Kafka broker for the routes that need one
     */
    public void install(String model, boolean kafka) throws IOException {
        Path demo = samples.resolve("demo");
        try (Stream<Path> files = Files.walk(demo)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> kafka || !needsKafka(file))
                    .toList()) {
                Path target = home.resolve(demo.relativize(file).toString());
                if (!Files.exists(target)) {
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
        }
        Path alias = alias();
        String before = Files.readString(alias);
        String after = MODEL.matcher(before).replaceFirst("model = " + model);
        if (!after.equals(before)) {
            Files.writeString(alias, after);
        }
    }

    /** Takes the routes back whose broker ends with the demo, except those that the user made their own. */
    public void withdrawKafka() throws IOException {
        Path demo = samples.resolve("demo/routes");
        try (Stream<Path> files = Files.list(demo)) {
            for (Path file : files.filter(DemoFiles::needsKafka).toList()) {
                Path installed = home.resolve("routes").resolve(demo.relativize(file));
                if (Files.exists(installed) && Files.mismatch(file, installed) < 0) {
                    Files.delete(installed);
                }
            }
        }
    }

    private static boolean needsKafka(Path file) {
        try {
            return Files.readString(file).contains("serai-kafka:");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of the demo's route files that are installed. */
    public Set<String> routeNames() throws IOException {
        try (Stream<Path> files = Files.list(samples.resolve("demo/routes"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> Files.exists(home.resolve("routes").resolve(name)))
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    /** Removes what an earlier demo made of the samples, so that the answers of this one are seen. */
    public void clear() throws IOException {
        for (Sample sample : samples()) {
            DemoFolder folder = folder(sample.kind());
            for (Path each : List.of(folder.inbox(), folder.outbox(), folder.failed(), folder.done())) {
                clear(each, sample.name());
            }
        }
    }

    private static void clear(Path folder, String name) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        int dot = name.lastIndexOf('.');
        // the connector numbers a name that is taken, and puts its suffixes behind it
        Pattern results = Pattern.compile(
                Pattern.quote(name.substring(0, dot)) + "(-\\d+)?" + Pattern.quote(name.substring(dot)) + "(\\..*)?");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(
                folder, file -> results.matcher(file.getFileName().toString()).matches())) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    /** Lays the samples into the inboxes, each at once as a whole. */
    void feed() throws IOException {
        for (Sample sample : samples()) {
            DemoFolder folder = folder(sample.kind());
            Files.createDirectories(folder.inbox());
            Path work = folder.root().resolve(sample.name());
            Files.copy(sample.file(), work, StandardCopyOption.REPLACE_EXISTING);
            Files.move(work, folder.inbox().resolve(sample.name()), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    List<Sample> samples() throws IOException {
        return Sample.in(samples.resolve("documents"));
    }

    /** A folder for each kind of document. */
    List<DemoFolder> folders() throws IOException {
        return samples().stream().map(Sample::kind).distinct().map(this::folder).toList();
    }

    private DemoFolder folder(String kind) {
        return new DemoFolder(home.resolve("demo").resolve(kind));
    }

    Path home() {
        return home;
    }

    /** The alias that the demo's routes use. */
    Path alias() {
        return home.resolve(ALIAS_FILE);
    }
}

package org.serai.it.endtoend.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.serai.it.support.SeraiHome;

/**
 * An unpacked distribution in which the snippets of one page are run, in their order. A script begins in the folder in
 * which the one before it ended. The aliases that the page's routes ask are there.
 */
final class PageHome {
    private static final Pattern ALIAS = Pattern.compile("\\bmodel(?:: *|=)([a-z][\\w-]*)");
    private static final Pattern MODEL = Pattern.compile("(?m)^model *= *(\\S+)");

    private final Path scratch;
    private final Path home;
    private final MarkdownPage page;
    private final StandIns standIns;
    private @Nullable String checked;
    private Path current;
    private String output = "";

    /**
     * A home for a page.
     *
     * @param unpacked what {@link #unpack} made
     * @param scratch an empty folder for it
     */
    PageHome(MarkdownPage page, Path unpacked, Path scratch) throws IOException, InterruptedException {
        this.page = page;
        this.scratch = scratch;
        home = scratch.resolve("serai");
        current = page.path().endsWith("install.md") ? scratch : home; // which begins with unpacking
        standIns = new StandIns(scratch);
        if (page.snippets().stream().anyMatch(Snippet::needsHome)) {
            copy(unpacked);
            putCatalogue(home);
        }
        for (Snippet snippet : page.snippets()) {
            prepare(snippet);
        }
    }

    /** The distribution's archive as it is unpacked, from which the home of each page is copied. */
    static Path unpack(Path folder) throws IOException, InterruptedException {
        run(folder, "tar", "xzf", archive().toString());
        return folder.resolve(SeraiHome.distribution().getFileName());
    }

    private static Path archive() {
        Path distribution = SeraiHome.distribution();
        return distribution.resolveSibling(distribution.getFileName() + ".tar.gz");
    }

    private void copy(Path unpacked) throws IOException, InterruptedException {
        run(scratch, "cp", "-R", unpacked.toString(), home.toString());
        Files.createSymbolicLink(scratch.resolve(archive().getFileName()), archive());
    }

    private static void run(Path folder, String... line) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(line).directory(folder.toFile()).inheritIO().start();
        assertEquals(0, process.waitFor(), () -> String.join(" ", line));
    }

    /** The names of the catalogue lead to the stand-ins, also in a distribution that the page unpacks. */
    private void putCatalogue(Path place) throws IOException {
        Path catalogue = place.resolve("etc/catalogue.json");
        if (Files.isDirectory(catalogue.resolveSibling("")) && !Files.exists(catalogue)) {
            Files.writeString(catalogue, standIns.catalogue());
        }
    }

    private void prepare(Snippet snippet) throws IOException, InterruptedException {
        if (snippet.isRoute()) {
            for (MatchResult alias : ALIAS.matcher(snippet.text()).results().toList()) {
                Files.writeString(
                        home.resolve("etc/org.serai.alias~" + alias.group(1) + ".cfg"),
                        "model=" + standIns.model() + "\n");
            }
            Files.writeString(scratch.resolve(routeFile(snippet)), snippet.text());
        }
    }

    /** Runs one of the page's snippets. */
    void run(Snippet snippet) throws IOException, InterruptedException {
        switch (snippet.use()) {
            case Snippet.Use.Run(int status) -> assertEquals(status, shell(here(snippet.text())), output);
            case Snippet.Use.Output() -> Expectation.assertShows(snippet.text(), output);
            case Snippet.Use.Transcript() -> transcript(snippet);
            case Snippet.Use.Route() -> check(snippet);
            case Snippet.Use.Saved(String path) -> save(snippet, path);
            case Snippet.Use.TestedBy(String test) -> TestClasses.assertSpeaksOf(test, page.path());
            case Snippet.Use.Example() ->
                assertFalse(
                        List.of("sh", "console", "yaml", "xml").contains(snippet.language()),
                        "What readers type or save is run, and no mere example");
        }
    }

    /** What a page says, with this home in place of where readers have theirs. */
    private String here(String text) throws IOException {
        return standIns.inPlace(text)
                .replace("/opt/serai", home.toString())
                .replace("/var/lib/serai", scratch.toString())
                // in a checkout, the program of the same name is the script that builds
                .replaceAll("(?m)(^|[\\s;|])\\./serai(?=\\s)", "$1" + home.resolve("bin/serai"));
    }

    private int shell(String script) throws IOException, InterruptedException {
        Path folderAfter = scratch.resolve(".folder");
        Path printed = scratch.resolve(".output");
        Path file = Files.writeString(
                scratch.resolve(".script"), "set -eu\ntrap 'pwd >\"" + folderAfter + "\"' EXIT\n" + script);
        ProcessBuilder builder = new ProcessBuilder("sh", file.toString())
                .directory(current.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(printed.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("SERAI_"));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("HOME", scratch.toString());
        environment.putAll(standIns.environment());
        environment.merge("PATH", home.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
        Process process = builder.start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            fail("It did not end:\n" + script + Files.readString(printed));
        }
        output = Files.readString(printed);
        current = Path.of(Files.readString(folderAfter).strip());
        putCatalogue(current);
        return process.exitValue();
    }

    private void transcript(Snippet snippet) throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>(snippet.text().lines().toList());
        while (!lines.isEmpty()) {
            StringBuilder command = new StringBuilder();
            assertTrue(lines.getFirst().startsWith("$ "), () -> "No command: " + lines.getFirst());
            command.append(lines.removeFirst().substring(2)).append('\n');
            while (command.toString().endsWith("\\\n")) {
                command.append(lines.removeFirst()).append('\n');
            }
            assertEquals(0, shell(here(command.toString())), () -> command + output);
            StringBuilder shown = new StringBuilder();
            while (!lines.isEmpty() && !lines.getFirst().startsWith("$ ")) {
                shown.append(lines.removeFirst()).append('\n');
            }
            if (!shown.isEmpty()) {
                Expectation.assertShows(shown.toString(), output);
            }
        }
    }

    private static String routeFile(Snippet snippet) {
        return "line-" + snippet.line() + ".camel." + snippet.language();
    }

    /** All routes of a page are checked by one command; each then has to be without a problem. */
    private void check(Snippet snippet) throws IOException, InterruptedException {
        if (checked == null) {
            StringBuilder line = new StringBuilder(home.resolve("bin/serai") + " route check");
            page.snippets().stream().filter(Snippet::isRoute).forEach(route -> line.append(' ')
                    .append(scratch.resolve(routeFile(route))));
            Path before = current;
            shell(line.append(" || true\n").toString());
            current = before;
            checked = output;
        }
        String file = routeFile(snippet);
        String about = checked;
        List<String> said = about.lines().filter(line -> line.contains(file)).toList();
        assertFalse(said.isEmpty(), about);
        assertTrue(said.stream().noneMatch(line -> line.contains("SERAI-")), about);
    }

    private void save(Snippet snippet, String path) throws IOException, InterruptedException {
        for (MatchResult model : MODEL.matcher(snippet.text()).results().toList()) {
            shell("'" + home.resolve("bin/serai") + "' model import '" + standIns.model() + "' --name " + model.group(1)
                    + "\n");
        }
        Path file = home.resolve(path);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, here(snippet.text()));
        if (snippet.isRoute()) {
            check(snippet);
        }
    }

    /** An instance takes all the files that the page showed. */
    void assertTakesWhatWasSaved() throws IOException, InterruptedException {
        if (page.snippets().stream().anyMatch(snippet -> snippet.use() instanceof Snippet.Use.Saved)) {
            current = home;
            assertEquals(
                    0, shell("bin/serai status >/dev/null || bin/serai start\nbin/serai status --all\n"), () -> output);
        }
    }

    /** Stops every instance that the page started. */
    void stop() throws IOException, InterruptedException {
        try (Stream<Path> places = Files.list(scratch)) {
            for (Path place : places.filter(place -> Files.isDirectory(place.resolve("data/run")))
                    .toList()) {
                shell("SERAI_HOME='" + place + "' '" + home + "/bin/serai' stop --timeout 20 || true\n");
            }
        } finally {
            standIns.close();
        }
    }
}

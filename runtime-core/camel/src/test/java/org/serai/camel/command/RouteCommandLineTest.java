package org.serai.camel.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.camel.PlainContexts;
import org.serai.camel.ScriptedAliases;
import org.serai.camel.routes.ConfiguredAliases;
import org.serai.camel.routes.RouteChecker;
import org.serai.camel.routes.RouteErrors;
import org.serai.command.CommandStreams;
import org.serai.error.SeraiException;

/** {@code serai route} without a running instance. */
class RouteCommandLineTest {
    @TempDir
    Path home;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void configure() throws Exception {
        Files.createDirectories(home.resolve("etc"));
        Files.writeString(home.resolve("etc/org.serai.alias~summarizer.cfg"), "model=smollm2\n");
        Files.writeString(home.resolve("good.camel.yaml"), route("a", "serai:chat?model=summarizer"));
        Files.writeString(home.resolve("bad.camel.yaml"), route("b", "serai:chat?model=sumarizer"));
    }

    private static String route(String id, String to) {
        return "- route:\n    id: " + id + "\n    from:\n      uri: direct:" + id + "\n      steps:\n        - to: "
                + to + "\n";
    }

    private int run(String... words) {
        CommandStreams streams = new CommandStreams(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                home);
        RouteChecker checker =
                new RouteChecker(new PlainContexts(home, new ScriptedAliases()), new ConfiguredAliases(home));
        try {
            return RouteCommandLine.execute(null, checker, new RoutePace(), List.of(words), streams);
        } catch (SeraiException e) {
            streams.err().println(e.getMessage()); // as the shell does
            return 1;
        }
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void checkSaysThatAFileIsRight() {
        assertEquals(0, run("check", "good.camel.yaml"), err());
        assertTrue(out().contains("good.camel.yaml: right"), out());
    }

    @Test
    void checkSaysLineAndRemedy() {
        assertEquals(1, run("check", "good.camel.yaml", "bad.camel.yaml"));
        assertTrue(out().contains("bad.camel.yaml:6: " + RouteErrors.UNKNOWN_ALIAS), out());
        assertTrue(out().contains("Did you mean summarizer?"), out());
    }

    @Test
    void checkSaysWhatThePageShows() throws Exception {
        Files.writeString(home.resolve("letters.camel.yaml"), """
                - route:
                    id: letters
                    from:
                      uri: flie:letters
                      steps:
                        - to: log:letters
                """);

        assertEquals(1, run("check", "letters.camel.yaml"));
        String shown = Files.readString(Path.of("../../docs/routes.md"))
                .lines()
                .filter(line -> line.contains("letters.camel.yaml:4: "))
                .collect(Collectors.joining());
        assertFalse(shown.isBlank());
        for (String part : shown.strip().split("…", -1)) {
            assertTrue(out().contains(part), out());
        }
    }

    @Test
    void checkLooksAtFilesTogether() throws Exception {
        Files.writeString(home.resolve("twin.camel.yaml"), route("a", "log:x"));

        assertEquals(1, run("check", "good.camel.yaml", "twin.camel.yaml"));
        assertTrue(out().contains("belongs to a route of good.camel.yaml"), out());
    }

    @Test
    void checkRefusesOtherNames() throws Exception {
        Files.writeString(home.resolve("notes.txt"), "x");

        assertEquals(1, run("check", "notes.txt", "none.camel.yaml"));
        assertTrue(out().contains("ends in .camel.yaml"), out());
        assertTrue(out().contains("does not exist"), out());
    }

    @Test
    void checkSpeaksJson() throws Exception {
        assertEquals(1, run("check", "--json", "bad.camel.yaml"));

        JsonObject file = ((JsonArray) Jsoner.deserialize(out())).getMap(0);
        assertEquals(false, file.get("right"));
        JsonObject problem = ((JsonArray) file.getCollection("problems")).getMap(0);
        assertEquals(RouteErrors.UNKNOWN_ALIAS.toString(), problem.getString("code"));
        assertEquals(6, problem.getInteger("line"));
    }

    @Test
    void theRestNeedsAnInstance() {
        for (List<String> words :
                List.of(List.of("list"), List.of("show", "a"), List.of("stop", "a"), List.of("start", "a"))) {
            assertEquals(1, run(words.toArray(String[]::new)));
        }
        assertTrue(err().contains(RouteErrors.NO_INSTANCE.toString()), err());
    }

    @Test
    void callsThatMakeNoSenseHaveStatusTwo() {
        assertEquals(2, run());
        assertEquals(2, run("chekc"));
        assertEquals(2, run("check"));
    }
}

package org.serai.it.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands that README.md, CONTRIBUTING.md, testing.md and performance.md show for a checkout: what they build and
 * test is there, and they reach Maven as they should. Maven itself only tells how it was called.
 */
class CheckoutTest {
    private static final Path CHECKOUT = Path.of("../..").toAbsolutePath().normalize();
    private static final Pattern COMMAND =
            Pattern.compile("(?m)(?:^|`)((?:\\./serai test|mvn|it-tests/benchmarks/[a-z-]+)\\b[^`\\n]*)");

    @TempDir
    private Path folder;

    @Test
    void everyCommandOfThePagesIsUnderstood() throws Exception {
        List<String> commands = new ArrayList<>();
        for (String page : List.of("README.md", "CONTRIBUTING.md", "docs/testing.md", "docs/performance.md")) {
            for (MatchResult command : COMMAND.matcher(Files.readString(CHECKOUT.resolve(page)))
                    .results()
                    .toList()) {
                commands.add(command.group(1));
            }
        }
        assertTrue(commands.size() >= 5, commands::toString);
        for (String command : commands) {
            List<String> words = List.of(command.split("\\s+"));
            if (command.startsWith("it-tests")) {
                assertTrue(Files.isExecutable(CHECKOUT.resolve(words.getFirst())), command);
            } else {
                assertModulesExist(words);
            }
        }
    }

    private static void assertModulesExist(List<String> words) throws IOException {
        int modules = words.indexOf("-pl");
        if (modules >= 0) {
            String pom = Files.readString(CHECKOUT.resolve("pom.xml"));
            assertTrue(pom.contains("<module>" + words.get(modules + 1) + "</module>"), words::toString);
        }
    }

    @Test
    void testHandsItsWordsToMavenUnderANewJava() throws Exception {
        List<String> call = test("-pl", "plugins/tokenizer", "-am");

        assertEquals(System.getProperty("java.home"), call.getFirst());
        assertEquals("verify", call.get(call.indexOf("-pl") - 1));
        assertEquals(List.of("-pl", "plugins/tokenizer", "-am"), call.subList(call.indexOf("-pl"), call.size()));
    }

    @Test
    void theBuildServerRunsTheTestCommandOfTheReadme() throws Exception {
        List<String> script = Files.readAllLines(CHECKOUT.resolve(".ci/run")).stream()
                .filter(line -> line.startsWith("./serai "))
                .toList();
        assertEquals(List.of("./serai test"), script);
        assertTrue(Files.readString(CHECKOUT.resolve("README.md")).contains("\n./serai test\n"));
    }

    private List<String> test(String... words) throws IOException, InterruptedException {
        Path maven =
                Files.writeString(folder.resolve("mvn"), "#!/bin/sh\necho \"$JAVA_HOME\"\nprintf '%s\\n' \"$@\"\n");
        Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> line = new ArrayList<>(List.of(CHECKOUT.resolve("serai").toString(), "test"));
        line.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().merge("PATH", folder.toString(), (path, first) -> first + ":" + path);
        Process process = builder.start();
        List<String> output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertEquals(0, process.waitFor(), output::toString);
        assertFalse(output.isEmpty());
        return output;
    }
}

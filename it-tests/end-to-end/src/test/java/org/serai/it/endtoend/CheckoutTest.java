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

    private static final String LLAMA3_JAVA = """
            package com.llama4j;
            import java.nio.file.Path;
            record Llama(Configuration configuration) {
                static class Configuration { final int vocabularySize = 100; }
                static class State { float[] logits = {}; }
                State createNewState(int batch) { return new State(); }
                static float[] forward(Llama model, State state, int[] tokens, int position, boolean logits) {
                    System.err.println(tokens.length + " tokens at " + position + (logits ? ", logits" : ""));
                    try {
                        Thread.sleep(10);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return state.logits;
                }
            }
            class ModelLoader {
                static Llama loadModel(Path file, int context, boolean weights) {
                    return new Llama(new Llama.Configuration());
                }
            }
            interface Sampler {
                int sampleToken(float[] logits);
                Sampler ARGMAX = logits -> 7;
            }
            """;

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

    /** Something with llama3.java's types stands in for it: what is measured is what it was asked to compute. */
    @Test
    void llama3JavaIsMeasuredAsLlamaBenchMeasures() throws Exception {
        Path engine = Files.writeString(folder.resolve("Llama3.java"), LLAMA3_JAVA);
        Path model = folder.resolve("model.gguf");

        String prefill = llama3JavaBench(0, engine, "-m", model, "-t", 2, "-p", 20, "-n", 0, "-fa", 1, "-o", "json");
        assertTrue(prefill.contains("16 tokens at 0\n4 tokens at 16, logits\n16 tokens at 0\n4 tokens at 16"), prefill);
        // Four steps of 10 ms, of which two count.
        assertRate(20 / 0.02, prefill);

        String decode = llama3JavaBench(0, engine, "-m", model, "-t", 2, "-p", 0, "-n", 3, "-fa", 1, "-o", "json");
        assertEquals(
                2, decode.split("1 tokens at 0, logits\n1 tokens at 1, logits\n1 tokens at 2, logits", -1).length - 1);
        assertRate(3 / 0.03, decode);

        assertTrue(llama3JavaBench(2, engine, "-m", model, "-t", 2).contains("either -p or -n"));
        assertTrue(llama3JavaBench(1, folder.resolve("none"), "-m", model).contains("There is no file"));
    }

    /** Sleep makes it slower than that, and nothing makes it faster. */
    private static void assertRate(double most, String output) {
        MatchResult rate = Pattern.compile("\\[\\{\"avg_ts\": ([\\d.]+)}]")
                .matcher(output)
                .results()
                .findFirst()
                .orElseThrow(() -> new AssertionError(output));
        double found = Double.parseDouble(rate.group(1));
        assertTrue(found <= most && found > most / 100, output);
    }

    private static String llama3JavaBench(int status, Path engine, Object... words) throws Exception {
        List<String> line = new ArrayList<>();
        line.add(CHECKOUT.resolve("it-tests/benchmarks/llama3-java-bench").toString());
        for (Object word : words) {
            line.add(word.toString());
        }
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("LLAMA3_JAVA", engine.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(status, process.waitFor(), output);
        return output;
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

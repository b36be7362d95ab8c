package org.serai.runtime.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.serai.chat.template.JinjaTemplateFactory;
import org.serai.command.CommandStreams;
import org.serai.device.Device;
import org.serai.device.cpu.CpuDevice;
import org.serai.engine.decoder.DecoderEngine;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;
import org.serai.format.gguf.GgufFormat;
import org.serai.runtime.command.CommandShell;
import org.serai.runtime.inspect.EngineLoader;
import org.serai.runtime.inspect.ModelFiles;
import org.serai.runtime.store.ModelFormats;
import org.serai.runtime.store.ModelStore;
import org.serai.runtime.store.StoreErrors;
import org.serai.tck.Goldens;
import org.serai.tokenizer.GgufTokenizerFactory;

/**
 * The command as bench.md and performance.md show it. Of speed only that it is told; a script stands in for llama.cpp, so that
 * the ratio is to a known rate.
 */
class BenchCommandTest {
    private static final Path MODEL = Goldens.directory("models").resolve("llama/llama-q8_0.gguf");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** All kinds of work but documents, which no tiny model has the context for. */
    private static final List<String> SMALL = List.of(
            "--prefill",
            "8,16",
            "--decode",
            "12",
            "--sequences",
            "1,3",
            "--documents",
            "0",
            "--rounds",
            "2",
            "--threads",
            "1");

    @TempDir
    Path folder;

    private record Outcome(int status, String out, String err) {
        JsonNode json() throws Exception {
            return JSON.readTree(out);
        }
    }

    private Outcome run(List<String> more, String... words) throws Exception {
        return run(List.of(), more, words);
    }

    /** @param probed devices that are asked for their limits */
    private Outcome run(List<Device> probed, List<String> more, String... words) throws Exception {
        GgufFormat gguf = new GgufFormat();
        ModelFiles files = new ModelFiles(new ModelStore(folder), new ModelFormats(List.of(gguf)));
        EngineLoader engines = new EngineLoader(
                files,
                List.of(new DecoderEngine(
                        new GgufTokenizerFactory(),
                        new JinjaTemplateFactory(),
                        List.of(gguf),
                        List.of(new CpuDevice()))));
        List<String> arguments = new ArrayList<>(List.of(words));
        arguments.addAll(more);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = new BenchCommand(
                        engines, files, probed, folder.resolve("nothing").toString())
                .run(
                        arguments,
                        new CommandStreams(
                                InputStream.nullInputStream(),
                                new PrintStream(out, true, StandardCharsets.UTF_8),
                                new PrintStream(err, true, StandardCharsets.UTF_8),
                                false,
                                folder));
        return new Outcome(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private void assertFails(ErrorCode code, String wayOut, List<String> more, String... words) {
        SeraiException e = assertThrows(SeraiException.class, () -> run(more, words));
        assertEquals(code, e.code());
        assertTrue(e.toString().contains(wayOut), e.toString());
    }

    private Path script(String name, String text) throws Exception {
        Path script = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + text + "\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void tellsEveryFigureAsJson() throws Exception {
        Outcome outcome = run(List.of(new CpuDevice()), SMALL, MODEL.toString(), "--json");
        assertEquals(CommandShell.OK, outcome.status(), outcome.err());
        JsonNode report = outcome.json();

        assertEquals(MODEL.toString(), report.at("/model/name").asText());
        assertEquals("Q8_0", report.at("/model/type").asText());
        assertTrue(report.at("/model/digest").asText().startsWith("sha256:"), outcome.out());
        assertTrue(report.at("/device").asText().contains("thread"), outcome.out());
        assertEquals(1, report.at("/threads").asInt());
        assertTrue(report.at("/peer").isNull());
        double memory = report.at("/limits/memory_read_bytes_per_second").asDouble();
        assertTrue(memory > 0, outcome.out());
        assertTrue(report.at("/limits").has("int8_operations_per_second"), outcome.out());

        JsonNode results = report.at("/results");
        assertEquals(4, results.size(), outcome.out());
        assertWork(results.get(0), "prefill", 1, 8);
        assertWork(results.get(1), "prefill", 1, 16);
        assertWork(results.get(2), "decode", 1, 12);
        assertWork(results.get(3), "decode", 3, 6);
        JsonNode decode = results.get(2);
        assertEquals("memory", decode.at("/limit/by").asText());
        assertEquals(
                memory / report.at("/model/bytes_per_token").asDouble(),
                decode.at("/limit/rate").asDouble(),
                1e-6 * memory);
        assertEquals(
                decode.at("/serai/median").asDouble() / decode.at("/limit/rate").asDouble(),
                decode.at("/share").asDouble(),
                1e-9);
        assertTrue(outcome.err().contains("Round 2 of 2: decode 3 × 6"), outcome.err());
    }

    private static void assertWork(JsonNode result, String kind, int sequences, int tokens) {
        assertEquals(kind, result.at("/work").asText());
        assertEquals(sequences, result.path("sequences").asInt(1));
        assertEquals(tokens, result.at("/tokens").asInt());
        assertEquals("tokens/s", result.at("/unit").asText());
        assertEquals(2, result.at("/serai/rounds").size());
        double first = result.at("/serai/rounds/0").asDouble();
        double second = result.at("/serai/rounds/1").asDouble();
        assertTrue(first > 0 && second > 0, result.toString());
        assertEquals((first + second) / 2, result.at("/serai/median").asDouble(), 1e-6);
        assertFalse(result.has("peer"), result.toString());
        assertFalse(result.has("ratio"), result.toString());
    }

    @Test
    void comparesWithTheProgramsOfLlamaCpp() throws Exception {
        Path calls = folder.resolve("calls");
        Files.createDirectory(folder.resolve("bin"));
        script("bin/llama-bench", "echo \"$@\" >>'" + calls + "'; echo '[{\"avg_ts\": 2000}]'");
        Outcome outcome = run(SMALL, MODEL.toString(), "--json", "--against", "llama.cpp", "--llama-bench", "bin");
        JsonNode report = outcome.json();

        assertEquals(
                folder.resolve("bin/llama-bench").toString(), report.at("/peer").asText());
        assertEquals("llama.cpp", report.at("/peer_name").asText());
        JsonNode prefill = report.at("/results/0");
        assertEquals(2000, prefill.at("/peer/median").asDouble());
        assertEquals(2, prefill.at("/peer/rounds").size());
        assertEquals(
                prefill.at("/serai/median").asDouble() / 2000,
                prefill.at("/ratio").asDouble(),
                1e-9);
        assertFalse(report.at("/results/3").has("peer"), "no llama-batched-bench beside it");
        List<String> called = Files.readAllLines(calls);
        assertEquals(6, called.size(), called.toString());
        assertEquals("-m " + MODEL + " -t 1 -p 8 -n 0 -fa 1 -r 1 -o json", called.getFirst());
        assertEquals("-m " + MODEL + " -t 1 -p 0 -n 12 -fa 1 -r 1 -o json", called.get(2));
    }

    /** The setting of the device is for both sides, and the option goes before it. */
    @ParameterizedTest
    @CsvSource({"3, '', 3", "3, --threads 2, 2"})
    void givesLlamaCppTheThreadsOfTheSession(int setting, String option, int expected) throws Exception {
        Path calls = folder.resolve("calls");
        script("llama-bench", "echo \"$@\" >>'" + calls + "'; echo '[{\"avg_ts\": 2000}]'");
        List<String> words = new ArrayList<>(List.of(
                ("--prefill 8 --decode 0 --documents 0 --rounds 1 --json --against llama.cpp --llama-bench llama-bench "
                                + option)
                        .trim()
                        .split(" ", -1)));
        ProbedCpu device = new ProbedCpu(setting);
        Outcome outcome = run(List.of(device), words, MODEL.toString());

        assertEquals(CommandShell.OK, outcome.status(), outcome.err());
        assertEquals(expected, outcome.json().at("/threads").asInt());
        assertEquals(List.of(OptionalInt.of(expected)), device.measured());
        assertEquals(
                List.of("-m " + MODEL + " -t " + expected + " -p 8 -n 0 -fa 1 -r 1 -o json"),
                Files.readAllLines(calls));
    }

    @Test
    void comparesSeveralSequencesAndPrintsATable() throws Exception {
        script("llama-bench", "echo '[{\"avg_ts\": 2000}]'");
        script("llama-batched-bench", "echo '{\"speed_tg\": 500.4}'");
        Outcome outcome = run(SMALL, MODEL.toString(), "--against", "llama.cpp", "--llama-bench", "llama-bench");

        assertTrue(outcome.out().startsWith("model "), outcome.out());
        assertTrue(outcome.out().contains("int8 limit    unknown"), outcome.out());
        assertTrue(
                outcome.out()
                        .lines()
                        .anyMatch(line -> line.matches("decode 3 × 6 +[\\d.]+ +500 +[\\d.]+ +– +– +tokens/s")),
                outcome.out());
    }

    @Test
    void comparesWithAnotherEngineByItsName() throws Exception {
        script("other-bench", "echo '[{\"avg_ts\": 2000}]'");
        Outcome outcome = run(SMALL, MODEL.toString(), "--against", "other.java", "--llama-bench", "other-bench");

        assertTrue(outcome.out().contains("\nother.java    " + folder.resolve("other-bench") + "\n"), outcome.out());
        assertTrue(
                outcome.out().lines().anyMatch(line -> line.matches("work +Serai +other.java +ratio .*")),
                outcome.out());
        assertFalse(outcome.out().contains("llama.cpp"), outcome.out());

        script("other-bench", "exit 1");
        assertFails(
                BenchErrors.PEER_FAILED,
                "other.java could not do the work",
                SMALL,
                MODEL.toString(),
                "--against",
                "other.java",
                "--llama-bench",
                "other-bench");
    }

    @Test
    void tellsWhatIsMissing() throws Exception {
        List<String> peer = List.of("--against", "llama.cpp");
        assertFails(StoreErrors.UNKNOWN_MODEL, "serai model pull", SMALL, "no-such-model");
        assertFails(BenchErrors.NO_PEER, "--llama-bench FILE", peer, MODEL.toString());
        assertFails(BenchErrors.NO_PEER, "no-such-file", peer, MODEL.toString(), "--llama-bench", "no-such-file");
        assertFails(BenchErrors.CONTEXT, "--documents 0", List.of(), MODEL.toString());
        assertFails(
                BenchErrors.NO_WORK,
                "above 0",
                List.of("--prefill", "0", "--decode", "0", "--documents", "0"),
                MODEL.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "echo a model it does not know >&2; exit 3 | status 3: a model it does not know",
                "echo done                                 | no JSON",
                "echo '[]'                                 | no rate"
            })
    void tellsWhyAProgramFailed(String text, String reason) throws Exception {
        Path bench = script("llama-bench", text);
        assertFails(
                BenchErrors.PEER_FAILED,
                reason,
                SMALL,
                MODEL.toString(),
                "--against",
                "llama.cpp",
                "--llama-bench",
                bench.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--against vllm    | --llama-bench",
                "--llama-bench x   | --against",
                "--rounds 0        | at least 1",
                "--prefill -1      | 0 or more",
                "--sequences 4,-2  | 0 or more",
                "--prefil 1        | --prefill"
            })
    void refusesWhatMakesNoSense(String words, String hint) throws Exception {
        Outcome outcome = run(List.of(words.split(" ", -1)), MODEL.toString());
        assertEquals(CommandShell.USAGE, outcome.status());
        assertTrue(outcome.err().contains(hint), outcome.err());
    }
}

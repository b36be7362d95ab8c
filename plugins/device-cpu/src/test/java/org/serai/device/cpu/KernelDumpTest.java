package org.serai.device.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.serai.device.KvShape;
import org.serai.device.cpu.format.WeightFormats;
import org.serai.device.cpu.kernel.Kernels;
import org.serai.device.cpu.x86.CodeListener;
import org.serai.device.cpu.x86.DetectedKernels;
import org.serai.device.cpu.x86.InstructionSet;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;
import org.serai.model.TensorType;

/** Kernels can be looked at: what is written is what is executed, and disassemblers read it as performance.md says. */
class KernelDumpTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    @SuppressWarnings("restricted") // reads the code that the map says is there
    void writesEachFunctionAndWhereItStands(InstructionSet set) throws IOException {
        Kernels kernels = kernels(set);
        List<String> lines = Files.readAllLines(map());
        assertFalse(lines.isEmpty());
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            assertEquals(3, words.length, line);
            byte[] code = Files.readAllBytes(folder.resolve(words[2] + ".bin"));
            assertEquals(code.length, Integer.parseInt(words[1], 16), line);
            assertArrayEquals(
                    MemorySegment.ofAddress(Long.parseLong(words[0], 16))
                            .reinterpret(code.length)
                            .toArray(ValueLayout.JAVA_BYTE),
                    code,
                    line);
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(lines.size() + 1, files.count(), "as many files of code as lines, and the map");
        }
        for (TensorType type : List.of(TensorType.Q4_1, TensorType.Q6_K)) {
            String name = word(set) + "-" + type.name().toLowerCase(Locale.ROOT) + "-rows1-terms1";
            assertTrue(Files.exists(folder.resolve(name + ".bin")), name);
            assertTrue(Files.exists(folder.resolve(name + "-accumulate.bin")), name);
        }
        assertEquals(Short.BYTES, kernels.cacheNumberBytes(new KvShape(1, 1, 64, 64, 64, 1)));
        String attention = word(set) + "-attention-keys64-stride64-values64-";
        assertTrue(Files.exists(folder.resolve(attention + "score-queries6-strips1.bin")), "attention");
        assertTrue(Files.exists(folder.resolve(attention + "sum-queries1-strips2.bin")), "attention");
    }

    private static String word(InstructionSet set) {
        return set.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @ParameterizedTest
    @CsvSource({"AVX512_VNNI, vpdpbusd", "AVX_VNNI, vpdpbusd", "AVX2, vpmaddubsw"})
    void canBeDisassembled(InstructionSet set, String product) throws Exception {
        kernels(set);
        String text = disassembly(folder.resolve(word(set) + "-q4_1-rows2-terms1.bin"));
        assertTrue(text.contains(product), text);
        assertTrue(Pattern.compile("vzeroupper.*\\R.*\\bret").matcher(text).find(), text);
        String instructions = text.substring(0, text.indexOf("vzeroupper")); // constants may follow
        assertFalse(instructions.contains("(bad)"), text);
    }

    private static String disassembly(Path code) throws Exception {
        boolean known = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "objdump")));
        assumeTrue(known, "there is no objdump on the PATH");
        Process objdump = new ProcessBuilder("objdump", "-D", "-b", "binary", "-m", "i386:x86-64", code.toString())
                .redirectErrorStream(true)
                .start();
        String text = new String(objdump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, objdump.waitFor(), text);
        return text;
    }

    /** With all their products assembled. */
    private Kernels kernels(InstructionSet set) {
        Kernels kernels = DetectedKernels.orAbort(set, KernelDump.into(folder.toString()));
        WeightFormats.types()
                .forEach(type ->
                        assertTrue(kernels.isLaidOut(WeightFormats.of(type).orElseThrow()), type::toString));
        return kernels;
    }

    private Path map() {
        return folder.resolve("perf-" + ProcessHandle.current().pid() + ".map");
    }

    @Test
    void aDeviceWritesWhatMeasuresTheCpuToo() throws IOException {
        DetectedKernels.orAbort(InstructionSet.AVX2);
        Path place = folder.resolve("new/kernels");
        CpuDevice device = new CpuDevice("assembled", 1, Keeping.NOTHING, KernelDump.into(place.toString()));
        assertTrue(device.measure(OptionalInt.of(1)).int8Operations().isPresent());
        try (Stream<Path> files = Files.list(place)) {
            assertTrue(files.anyMatch(file -> file.getFileName().toString().endsWith("-int8-peak.bin")));
        }
    }

    @Test
    void writesNothingWithoutAFolder() {
        assertEquals(CodeListener.NONE, KernelDump.into(""));
    }

    @Test
    void refusesWhatIsNoFolder() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        refuses(CpuErrors.CONFIGURATION, file.toString(), () -> KernelDump.into(file.toString()));
        refuses(CpuErrors.CONFIGURATION, "absolute", () -> KernelDump.into("kernels"));
        refuses(CpuErrors.CONFIGURATION, "kernelDump", () -> KernelDump.into("\0"));
    }

    @Test
    void refusesKernelsThatAreNotAssembled() {
        CodeListener dump = KernelDump.into(folder.toString());
        refuses(CpuErrors.CONFIGURATION, "plain Java", () -> new CpuDevice("scalar", 1, Keeping.NOTHING, dump));
    }

    @Test
    void tellsWhatCannotBeWritten() throws IOException {
        CodeListener dump = KernelDump.into(folder.toString());
        Files.createDirectory(folder.resolve("taken.bin"));
        refuses(CpuErrors.DUMP, "taken", () -> dump.assembled("taken", 1, new byte[1]));
    }

    private static void refuses(ErrorCode code, String hint, Runnable call) {
        SeraiException e = assertThrows(SeraiException.class, call::run);
        assertEquals(code, e.code());
        assertTrue(e.toString().contains(hint), e.toString());
    }
}

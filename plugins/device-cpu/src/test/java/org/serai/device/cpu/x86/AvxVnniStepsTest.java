package org.serai.device.cpu.x86;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.serai.device.cpu.format.BlockFormat;
import org.serai.device.cpu.format.WeightFormats;

/**
 * The kernels for AVX-VNNI hold to their definition on CPUs with AVX-512 VNNI, which have the one instruction that they add to
 * AVX2 with another prefix. {@link AssembledKernelsTest} runs them as they are where the CPU has AVX-VNNI itself.
 */
class AvxVnniStepsTest {
    @BeforeAll
    static void detect() {
        DetectedKernels.orAbort(InstructionSet.AVX512_VNNI);
    }

    static Stream<BlockFormat> formats() {
        return WeightFormats.types().stream()
                .sorted()
                .map(type -> WeightFormats.of(type).orElseThrow())
                .filter(BlockFormat.class::isInstance)
                .map(BlockFormat.class::cast);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void holdsWithThePrefixOfAvx512(BlockFormat format) throws Exception {
        BlockLayout layout = BlockLayout.of(format, InstructionSet.AVX_VNNI.interleaving());
        ProductFunctions functions = ProductFunctions.assemble(
                layout,
                of -> new AvxVnniSteps(new EvexYmmVnniAssembler(), of),
                Quantisation.assemble(false, CodeListener.NONE),
                CodeListener.NONE);
        assertTrue(Proof.holds(format, functions));
    }
}

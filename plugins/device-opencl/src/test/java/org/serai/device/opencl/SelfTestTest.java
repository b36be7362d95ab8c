package org.serai.device.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.serai.device.opencl.check.CheckSizes;
import org.serai.device.opencl.check.KernelResult;
import org.serai.device.opencl.check.SelfTest;
import org.serai.device.opencl.program.ProgramText;

/** Every kernel agrees with the scalar definition. */
class SelfTestTest {
    @TestFactory
    Stream<DynamicTest> everyKernelAgreesWithTheDefinition() {
        List<KernelResult> results =
                new SelfTest(TestDevices.opencl(), TestDevices.scalar(), CheckSizes.USUAL).run(result -> {});
        DynamicTest complete = DynamicTest.dynamicTest(
                "no kernel is missing",
                () -> assertEquals(3 * ProgramText.types().size() + 8, results.size()));
        return Stream.concat(
                Stream.of(complete),
                results.stream()
                        .map(result -> DynamicTest.dynamicTest(
                                result.kernel(), () -> assertTrue(result.passed(), result::toString))));
    }
}

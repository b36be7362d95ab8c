package org.serai.device.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.command.CommandStreams;
import org.serai.device.opencl.check.CheckSizes;
import org.serai.device.opencl.check.GpuCommand;
import org.serai.device.opencl.driver.Hardware;
import org.serai.device.opencl.driver.OpenClLibrary;
import org.serai.device.opencl.program.ProgramText;

/** What {@code serai gpu} prints, of which {@code docs/gpu.md} has an example. */
class GpuCommandTest {
    @BeforeAll
    static void needsADriver() {
        TestDevices.opencl();
    }

    private static final int SIDE = 256;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void showsDevicesKernelsAndSpeeds() {
        assertEquals(0, run(TestDevices.opencl(), "check"));
        String text = out.toString(StandardCharsets.UTF_8);
        Hardware used = TestDevices.opencl().inUse().orElseThrow();
        assertTrue(text.contains("* " + used.name()), text);
        assertTrue(text.contains("driver          " + used.driverVersion() + "; " + used.version()), text);
        assertTrue(
                text.contains(String.format(
                        Locale.ROOT,
                        "%,d MiB, one buffer at most %,d MiB, local %d KiB",
                        used.memoryBytes() >> 20,
                        used.largestBufferBytes() >> 20,
                        used.localBytes() >> 10)),
                text);
        assertTrue(text.contains("work-groups of at most " + used.workGroup()), text);
        assertTrue(text.contains("multiply_many Q6_K") && text.contains("the same to the bit"), text);
        assertTrue(text.contains("GFLOP/s"), text);
        assertFalse(text.contains("WRONG"), text);
    }

    @Test
    void saysTheSameInJson() throws Exception {
        assertEquals(0, run(TestDevices.opencl(), "check", "--json"));
        JsonNode report = new ObjectMapper().readTree(out.toByteArray());
        assertTrue(report.get("well").asBoolean());
        Hardware first = TestDevices.opencl().hardware().getFirst();
        JsonNode device = report.get("devices").get(0);
        assertEquals(first.name(), device.get("name").asText());
        assertEquals(first.driverVersion(), device.get("driver").asText());
        assertEquals(first.memoryBytes(), device.get("memory_bytes").asLong());
        assertEquals(
                first.largestBufferBytes(), device.get("largest_buffer_bytes").asLong());
        assertEquals(first.workGroup(), device.get("work_group").asLong());
        assertEquals(3 * ProgramText.types().size() + 8, report.get("kernels").size());
        report.get("kernels").forEach(kernel -> assertTrue(kernel.get("passed").asBoolean(), kernel.toString()));
        report.get("speeds").forEach(speed -> assertTrue(speed.get("value").asDouble() > 0, speed.toString()));
    }

    @Test
    void saysWhyThereIsNoDevice(@TempDir Path cache) throws Exception {
        OpenClDevice none =
                new OpenClDevice(Settings.parse("gpu", "no such \"name\" \u00e9", 50), cache, OpenClLibrary::find);
        assertEquals(1, run(none, "check"));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("no such"), out.toString(StandardCharsets.UTF_8));
        out.reset();
        assertEquals(1, run(none, "check", "--json"));
        JsonNode report = new ObjectMapper().readTree(out.toByteArray());
        assertFalse(report.get("well").asBoolean());
        assertTrue(report.get("reason").asText().contains("no such \"name\" \u00e9"), report.toString());
        assertFalse(report.get("devices").isEmpty(), "the devices that are there are shown all the same");
    }

    @Test
    void takesAnotherDeviceWhereAsked() {
        String name = TestDevices.opencl().inUse().orElseThrow().name();
        OpenClDevice none = TestDevices.opencl().with("accelerator", "no such name");
        assertEquals(0, run(none, "check", "--kinds=cpu,gpu", "--device=" + name.toUpperCase(Locale.ROOT)));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("* " + name));
    }

    @Test
    void explainsItself() {
        assertEquals(0, run(TestDevices.opencl(), "--help"));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("Usage: serai gpu check [--json]"));
        assertEquals(2, run(TestDevices.opencl()));
        assertEquals(2, run(TestDevices.opencl(), "check", "--fast"));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("not understood: check --fast"));
    }

    private int run(OpenClDevice device, String... arguments) {
        PrintStream to = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new GpuCommand(device, TestDevices.scalar(), CheckSizes.BRIEF, SIDE)
                .run(
                        List.of(arguments),
                        new CommandStreams(InputStream.nullInputStream(), to, errors, false, Path.of("")));
    }
}

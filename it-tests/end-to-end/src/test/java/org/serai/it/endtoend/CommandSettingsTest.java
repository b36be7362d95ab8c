package org.serai.it.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.it.support.SeraiHome;
import org.serai.it.support.TinyModel;

/** A command computes with the settings of devices in {@code etc/}, as the instance does, and says where it cannot. */
class CommandSettingsTest {
    @TempDir
    private Path folder;

    @Test
    void benchComputesAsTheInstanceWould() throws Exception {
        try (SeraiHome home = new SeraiHome(folder)) {
            home.write("etc/org.serai.device.cpu.cfg", "kernels = scalar\nthreads = 1\n");
            JsonNode report =
                    new ObjectMapper().readTree(bench(home).expectSuccess().out());
            assertEquals("plain Java, 1 thread", report.path("device").asText());
            assertEquals(1, report.path("threads").asInt());

            home.write("etc/org.serai.device.cpu.cfg", "kernels = \\u00zz\n");
            SeraiHome.Outcome outcome = bench(home);
            outcome.expectSuccess();
            assertTrue(outcome.err().contains("WARNING: "), outcome.err());
            assertTrue(outcome.err().contains("org.serai.device.cpu.cfg have no effect"), outcome.err());

            home.write("etc/org.serai.device.cpu.cfg", "threads = 5000\n");
            outcome = bench(home);
            assertEquals(1, outcome.status(), outcome.err());
            assertTrue(outcome.err().contains("SERAI-1600: threads = 5000"), outcome.err());
        }
    }

    private static SeraiHome.Outcome bench(SeraiHome home) throws Exception {
        return home.serai(
                "bench",
                TinyModel.file().toString(),
                "--prefill",
                "4",
                "--decode",
                "0",
                "--documents",
                "0",
                "--rounds",
                "1",
                "--json");
    }
}

package org.serai.it.contracts;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.serai.device.Device;
import org.serai.device.cpu.CpuDevice;
import org.serai.device.opencl.OpenClDevice;
import org.serai.engine.InferenceEngine;
import org.serai.engine.openai.RemoteServer;
import org.serai.engine.openai.config.ServerSettingsParser;
import org.serai.it.support.SeraiHome;
import org.serai.it.support.TinyModel;
import org.serai.settings.Secrets;
import org.serai.tck.engine.Asking;
import org.serai.tck.engine.ContractTable;
import org.serai.tck.engine.EngineDesk;
import org.serai.tck.engine.FragileDevice;
import org.serai.tck.engine.FragileEngine;
import org.serai.tck.engine.FragileServer;

/** The decoder on each of its devices, and a server as an engine, keep the same contracts; the output has the table. */
class EngineContractsTest {
    private static final String ON_CPU = "decoder on cpu";
    private static final String ON_OPENCL = "decoder on opencl";
    private static final String REMOTE = "remote (openai)";

    @RegisterExtension
    static final ContractTable TABLE = new ContractTable(List.of(ON_CPU, ON_OPENCL, REMOTE));

    /** The decoder on one device. */
    abstract static class OnDevice extends TinyContract {
        abstract Device device();

        @Override
        public InferenceEngine engine() {
            return decoder(device());
        }

        @Override
        public FragileEngine fragile() {
            FragileDevice fragile = new FragileDevice(device());
            return new FragileEngine.OnDevice(fragile, decoder(fragile));
        }
    }

    @Nested
    @DisplayName(ON_CPU)
    class OnCpu extends OnDevice {
        private static final Device CPU = new CpuDevice();

        @Override
        Device device() {
            return CPU;
        }
    }

    @Nested
    @DisplayName(ON_OPENCL)
    class OnOpenCl extends OnDevice {
        private static @Nullable Device opencl;

        @BeforeAll
        static void find() throws IOException {
            OpenClDevice device = OpenClDevice.ofKinds(
                    "gpu,accelerator,cpu", Files.createDirectories(Path.of("target", "opencl-cache")));
            assumeTrue(device.info().memoryBytes() > 0, () -> device.info().description());
            opencl = device;
        }

        @Override
        Device device() {
            return Objects.requireNonNull(opencl);
        }
    }

    /** In front of another Serai, with the same model, on the loopback address. */
    @Nested
    @DisplayName(REMOTE)
    class Remote extends TinyContract {
        private static final EngineDesk DESK = new EngineDesk();
        private static @Nullable SeraiHome upstairs;
        private static @Nullable RemoteServer client;

        @BeforeAll
        static void start(@TempDir Path folder) throws IOException, InterruptedException {
            SeraiHome home = new SeraiHome(folder);
            upstairs = home;
            home.alias(NAME, TinyModel.file(), "context=" + Asking.CONTEXT, "slots=" + Asking.SLOTS);
            home.serai("start").expectSuccess();
            SeraiHome.await(
                    "the model of the server", () -> home.out("alias", "list").contains("ready"));
            client = connect(address(), DESK, Map.of());
        }

        @AfterAll
        static void stop() {
            if (client != null) {
                client.close();
            }
            if (upstairs != null) {
                upstairs.close();
            }
        }

        private static URI address() throws IOException {
            return URI.create(Objects.requireNonNull(upstairs).server() + "/v1");
        }

        private static RemoteServer connect(URI address, EngineDesk desk, Map<String, String> more) {
            Path home = Path.of("").toAbsolutePath();
            Map<String, String> settings = new HashMap<>(more);
            settings.put("url", address.toString());
            settings.put("dialect", "serai");
            RemoteServer server = new RemoteServer(
                    ServerSettingsParser.parse(
                            ServerSettingsParser.PID + "~upstairs", settings, home, new Secrets(System::getenv, home)),
                    (name, engine) -> desk.offer(engine));
            server.begin();
            return server;
        }

        @Override
        public boolean isRemote() {
            return true;
        }

        @Override
        public InferenceEngine engine() {
            try {
                return DESK.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        @Override
        public FragileEngine fragile() throws IOException {
            FragileServer door = new FragileServer(address());
            EngineDesk desk = new EngineDesk();
            RemoteServer fragile = connect(
                    door.address(),
                    desk,
                    Map.of("retryPause", "1ms", "breakerPause", "20ms", "longestBreakerPause", "100ms"));
            return new FragileEngine.OnServer(door, desk, fragile::close);
        }
    }
}

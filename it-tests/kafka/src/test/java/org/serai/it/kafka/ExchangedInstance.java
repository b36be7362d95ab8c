package org.serai.it.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.serai.it.support.PluginBundle;
import org.serai.it.support.ProcessMemory;
import org.serai.it.support.SeraiHome;
import org.serai.it.support.TinyModel;

/**
 * An instance whose model is exchanged between the CPU, OpenCL and another instance, with the bundles of the decoder and of
 * OpenCL in its folder of plugins, where they come and go.
 */
final class ExchangedInstance implements AutoCloseable {
    static final String ALIAS = "tiny";

    private static final String CONTEXT = "context=512";

    /** Caches of 36 MiB: where those of several sessions are left behind, it shows. */
    private static final String SLOTS = "slots=96";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DECODER = "serai-engine-decoder";
    private static final String OPENCL = "serai-device-opencl";

    private final SeraiHome upstairs;
    private final SeraiHome house;
    private final PluginBundle decoder;
    private final PluginBundle opencl;

    /** For each version of the alias which engines and devices may have answered in it, the wanted one first. */
    private final Map<Integer, List<String>> versions = new TreeMap<>();

    /**
     * Where the model is to work.
     *
     * @param engines in order
     * @param devices in order
     * @param makers which engines and devices answers may come from, what is wanted first, and then what stands in for it
     */
    record Backend(String engines, String devices, List<String> makers) {
        static final Backend CPU = new Backend("decoder,upstairs", "cpu", List.of("decoder/cpu", "upstairs"));
        static final Backend OPENCL =
                new Backend("decoder,upstairs", "opencl,cpu", List.of("decoder/opencl", "decoder/cpu", "upstairs"));
        static final Backend REMOTE = new Backend("upstairs,decoder", "cpu", List.of("upstairs", "decoder/cpu"));
        static final List<Backend> ALL = List.of(OPENCL, REMOTE, CPU);

        /** What is wanted one after the other in a round: from the CPU to OpenCL and back, too. */
        static final List<Backend> ROUND = List.of(OPENCL, REMOTE, CPU, OPENCL, CPU, REMOTE);
    }

    ExchangedInstance(Path folder, String brokers, int port) throws IOException, InterruptedException {
        upstairs = new SeraiHome(Files.createDirectories(folder.resolve("upstairs")));
        upstairs.write("etc/org.serai.rest.cfg", "port=" + port + "\n");
        upstairs.alias(ALIAS, TinyModel.file(), CONTEXT, "slots=4");
        upstairs.serai("start").expectSuccess();

        Path programs = PluginBundle.distributionWithout(folder.resolve("programs"), List.of(DECODER, OPENCL));
        house = new SeraiHome(Files.createDirectories(folder.resolve("house")), programs);
        decoder = PluginBundle.in(house, DECODER);
        opencl = PluginBundle.in(house, OPENCL);
        house.write("etc/org.serai.kafka.cfg", "bootstrap.servers = " + brokers + "\n");
        house.write("etc/org.serai.device.opencl.cfg", "kinds = gpu,accelerator,cpu\n");
        house.write(
                "etc/org.serai.engine.openai~upstairs.cfg",
                "url=http://127.0.0.1:" + port + "/v1\ndialect=serai\nmodels=" + TinyModel.file() + "=" + ALIAS
                        + "\nbreakerPause=200ms\nlongestBreakerPause=500ms\nretryPause=10ms\n");
        house.write("etc/golden/tiny.json", golden());
        house.alias(
                ALIAS,
                TinyModel.file(),
                CONTEXT,
                SLOTS,
                "goldenPrompts=etc/golden/tiny.json",
                "engines=" + Backend.CPU.engines(),
                "devices=" + Backend.CPU.devices());
        house.write("routes/stream.camel.yaml", """
                - route:
                    id: stream
                    from:
                      uri: serai-kafka:questions
                      parameters: {group: stream, order: key, exactlyOnce: true}
                      steps:
                        - setProperty: {name: question, simple: "${body}"}
                        - to:
                            uri: serai:complete?model=tiny&maxTokens=16
                        - setBody: {simple: "${exchangeProperty.question}"}
                        - to:
                            uri: serai-kafka:answers
                """);
        house.serai(ProcessMemory.TRACKED, "start").expectSuccess();
        SeraiHome.await(
                "the model to serve", () -> session().path("engine").asText().equals("decoder"));
        versions.put(1, Backend.CPU.makers());
    }

    /** Whether a driver is installed, such as PoCL. */
    static boolean hasOpenCl() {
        return Files.isDirectory(Path.of("/etc/OpenCL/vendors"));
    }

    /** What the model says to one prompt, as the other instance found out. */
    private String golden() throws IOException, InterruptedException {
        SeraiHome.await(
                "the model upstairs", () -> upstairs.out("alias", "list").contains("ready"));
        JsonNode answer = TinyAnswers.complete(upstairs.server(), ALIAS, "The inn", 8);
        return JSON.writeValueAsString(Map.of(
                "prompts",
                List.of(Map.of(
                        "name",
                        "the same everywhere",
                        "text",
                        "The inn",
                        "maxTokens",
                        8,
                        "expect",
                        Map.of("exact", answer.asText())))));
    }

    JsonNode session() {
        try {
            return JSON.readTree(house.out("alias", "show", ALIAS, "--json")).path("session");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Exchanges the model by command, and notes who may answer in the version that it makes. */
    void exchange(Backend backend) throws IOException, InterruptedException {
        String said = house.serai(
                        "alias", "swap", ALIAS, "--engine", backend.engines(), "--device", backend.devices(), "--json")
                .expectSuccess()
                .out();
        versions.put(JSON.readTree(said).path("version").asInt(), backend.makers());
    }

    /** A model that gives other answers is refused, and the one before stays. */
    void tryAnotherModel() throws IOException, InterruptedException {
        Path other =
                TinyModel.file().resolveSibling("../eurollm/eurollm-f32.gguf").normalize();
        SeraiHome.Outcome refused = house.serai(
                "alias", "swap", ALIAS, "--model", other.toString(), "--engine", "decoder", "--device", "cpu");
        assertEquals(1, refused.status(), refused.out());
        assertTrue(refused.err().contains("SERAI-2661") || refused.err().contains("SERAI-2652"), refused.err());
    }

    /** Takes the decoder away while documents flow, and puts it back. */
    void loseTheDecoder() throws InterruptedException {
        decoder.remove();
        awaitEngine("upstairs");
        decoder.put();
        awaitEngine("decoder");
    }

    /** Takes the device away while documents flow, and puts it back. */
    void loseOpenCl() throws InterruptedException {
        opencl.remove();
        SeraiHome.await(
                "another device",
                () -> !session().path("device").asText("opencl").equals("opencl"));
        opencl.put();
        if (hasOpenCl()) {
            SeraiHome.await(
                    "OpenCL to take over again",
                    () -> session().path("device").asText().equals("opencl"));
        }
    }

    /** Replaces the bundle of the device by itself while documents flow: the model is loaded into the new one. */
    void updateOpenCl() throws InterruptedException {
        int before = timesOpenClTookOver();
        opencl.put();
        if (hasOpenCl()) {
            SeraiHome.await("the updated OpenCL to serve", () -> timesOpenClTookOver() > before);
        }
    }

    /** Counted in the log: an update may be over before anybody sees the model on another device. */
    private int timesOpenClTookOver() {
        try {
            return (int) house.log()
                    .lines()
                    .filter(line -> line.contains("is served by") && line.contains("device=opencl"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces the bundle of the decoder by itself. */
    void updateTheDecoder() {
        decoder.put();
    }

    /** Kills the server that serves, and starts it again. */
    void killTheServer() throws IOException, InterruptedException {
        upstairs.kill();
        awaitEngine("decoder");
        upstairs.serai("start").expectSuccess();
        awaitEngine("upstairs");
    }

    private void awaitEngine(String engine) throws InterruptedException {
        SeraiHome.await(
                engine + " to serve", () -> session().path("engine").asText().equals(engine));
    }

    /** What the runtime knows that models take: a row for each kind of memory and for each session. */
    JsonNode memoryLedger() throws IOException, InterruptedException {
        return house.status().path("memory");
    }

    ProcessMemory memory() throws IOException, InterruptedException {
        return ProcessMemory.of(house.pid());
    }

    /** Whether a maker, such as {@code decoder/cpu}, may have answered in this version. */
    boolean mayHaveAnswered(int version, String maker) {
        return versions.getOrDefault(version, List.of()).stream().anyMatch(maker::startsWith);
    }

    /** What was wanted in each version. */
    List<String> wanted() {
        List<String> wanted = new ArrayList<>();
        versions.forEach((version, makers) -> wanted.add(version + "=" + makers.getFirst()));
        return wanted;
    }

    @Override
    public void close() {
        house.close();
        upstairs.close();
    }
}

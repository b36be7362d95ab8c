package org.serai.it.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A home folder of its own and the command line of the built distribution. Closing stops the instance that runs in it,
 * however the test ended.
 */
public final class SeraiHome implements AutoCloseable {
    /** Long enough for a busy machine; a test that waits for it has failed. */
    public static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path home;
    private final Path distribution;
    private int documents;

    public SeraiHome(Path home) throws IOException {
        this(home, distribution());
    }

    /** @param distribution whose programs run here: a copy that a test has changed */
    public SeraiHome(Path home, Path distribution) throws IOException {
        this.home = home;
        this.distribution = distribution;
        for (String folder : List.of("etc", "routes", "plugins", "data")) {
            Files.createDirectories(home.resolve(folder));
        }
        write("etc/org.serai.rest.cfg", "port=0\n"); // several homes listen at once
    }

    /** What a command did. */
    public record Outcome(int status, String out, String err) {
        public Outcome expectSuccess() {
            assertEquals(0, status, () -> "out: " + out + "\nerr: " + err);
            return this;
        }
    }

    public Path path(String relative) {
        return home.resolve(relative);
    }

    /** Writes a file as a careful user would: beside its place, then renamed. */
    public void write(String relative, String text) throws IOException {
        Path file = home.resolve(relative);
        Files.createDirectories(file.resolveSibling(""));
        Path work = file.resolveSibling("." + file.getFileName() + ".tmp");
        Files.writeString(work, text);
        Files.move(work, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    public void alias(String name, Path model, String... more) throws IOException {
        write("etc/org.serai.alias~" + name + ".cfg", "model=" + model + "\n" + String.join("\n", more) + "\n");
    }

    public Outcome serai(String... words) throws IOException, InterruptedException {
        return serai(Map.of(), words);
    }

    public Outcome serai(Map<String, String> environment, String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>();
        line.add(distribution.resolve("bin/serai").toString());
        line.addAll(List.of(words));
        return run(environment, line);
    }

    /** Runs a line of a page, in which {@code bin/serai} is the distribution's. */
    public Outcome shell(Map<String, String> environment, String line) throws IOException, InterruptedException {
        String here =
                line.replace("bin/serai", distribution.resolve("bin/serai").toString());
        return run(environment, List.of("sh", "-c", here));
    }

    private Outcome run(Map<String, String> environment, List<String> line) throws IOException, InterruptedException {
        Path out = Files.createTempFile("serai", ".out");
        Path err = Files.createTempFile("serai", ".err");
        try {
            Process process = command(environment, line)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(10, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                fail(String.join(" ", line) + " did not end\n" + Files.readString(out));
            }
            return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    private ProcessBuilder command(Map<String, String> environment, List<String> line) {
        ProcessBuilder builder = new ProcessBuilder(line).directory(home.toFile());
        builder.environment().put("SERAI_HOME", home.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return builder;
    }

    public static Path distribution() {
        return Path.of(System.getProperty("serai.distribution"))
                .toAbsolutePath()
                .normalize();
    }

    public JsonNode status() throws IOException, InterruptedException {
        return JSON.readTree(serai("status", "--json").out());
    }

    /** Where the instance that was started listens for HTTP. */
    public URI server() throws IOException {
        return URI.create(Files.readString(home.resolve("data/run/http")).strip());
    }

    /** The process id of the instance that was started in this home, as it told when it was ready. */
    public long pid() throws IOException {
        String ready = Files.readString(home.resolve("data/run/ready")).strip();
        return Long.parseLong(ready.substring(ready.lastIndexOf(' ') + 1));
    }

    /** Ends the instance as a power cut would. */
    public void kill() throws IOException, InterruptedException {
        long pid = pid();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        await("the end of process " + pid, () -> hasEnded(pid));
    }

    /** True where a process is gone, or nothing is left of it but what its parent has not asked for yet. */
    public static boolean hasEnded(long pid) {
        try {
            String status = Files.readString(Path.of("/proc", Long.toString(pid), "status"));
            return status.contains("State:\tZ") && status.contains("Threads:\t1\n");
        } catch (IOException e) {
            return ProcessHandle.of(pid).map(process -> !process.isAlive()).orElse(true);
        }
    }

    public static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                fail("Waited in vain for " + what);
            }
            Thread.sleep(50);
        }
    }

    public Path awaitFile(String relative) throws InterruptedException {
        Path file = home.resolve(relative);
        await(relative + " in " + home, () -> Files.exists(file));
        return file;
    }

    /** Names of the files in a folder, without hidden ones; none where there is no folder. */
    public List<String> list(String relative) {
        try (Stream<Path> files = Files.list(home.resolve(relative))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Drops a document into {@code PLACE/inbox} and gives the number of tokens of its answer. */
    public int tokensFor(String place, String name) throws IOException, InterruptedException {
        return answered(place, name).at("/answer/completionTokens").asInt();
    }

    /** Drops a document into {@code PLACE/inbox} and gives the digest of the model that answered it. */
    public String digestFor(String place, String name) {
        try {
            return answered(place, name).at("/answer/digest").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private JsonNode answered(String place, String name) throws IOException, InterruptedException {
        Path sidecar = home.resolve(place + "/outbox/" + name + ".json");
        Files.deleteIfExists(sidecar);
        Files.deleteIfExists(home.resolve(place + "/outbox/" + name));
        write(place + "/inbox/" + name, "Document " + documents++ + " says:");
        return json(awaitFile(place + "/outbox/" + name + ".json"));
    }

    /** What a command prints, whatever its exit status; for conditions to wait for. */
    public String out(String... words) {
        try {
            return serai(words).out();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public JsonNode json(Path file) throws IOException {
        return JSON.readTree(Files.readAllBytes(file));
    }

    public String log() throws IOException {
        try {
            return Files.readString(home.resolve("data/log/serai.log"));
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    @Override
    public void close() {
        out("stop", "--timeout", "20");
    }
}

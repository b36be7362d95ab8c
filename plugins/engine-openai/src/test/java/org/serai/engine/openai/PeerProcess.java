package org.serai.engine.openai;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A server of others in a process of its own, on a port of the loopback address that it chooses or is given. */
final class PeerProcess implements AutoCloseable {
    /** The server of llama.cpp as a Python package, which pip fetches as a file of 34 MB. */
    private static final String PACKAGE = "xllamacpp==2026.10.11549";

    private static final Pattern ADDRESS = Pattern.compile("listening on (http://127\\.0\\.0\\.1:\\d+)");
    private static final int CONTEXT = 512;
    private static final int SLOTS = 2;
    private static final int FETCH_MINUTES = 5;

    private final Process process;
    private final String url;

    private PeerProcess(Process process) throws InterruptedException {
        this.process = process;
        this.url = awaitAddress() + "/v1";
    }

    /**
     * The server from pip; the test is skipped where pip cannot get it.
     *
     * @param template a file with the chat template to use; null for that of the model
     */
    static PeerProcess fromPython(Path model, @Nullable Path template) throws IOException, InterruptedException {
        Path packages = fetched();
        List<String> line = new ArrayList<>(List.of(
                "python3",
                Path.of("src/test/resources/llama_cpp_server.py").toString(),
                model.toString(),
                String.valueOf(CONTEXT),
                String.valueOf(SLOTS)));
        if (template != null) {
            line.add(template.toString());
        }
        return start(Map.of("PYTHONPATH", packages.toString()), line);
    }

    /**
     * llama-server where somebody built it: in LLAMA_SERVER, on the PATH, or in the cache of peers; else the test is skipped.
     *
     * @param template a file with the chat template to use; null for that of the model
     */
    static PeerProcess llamaServer(Path model, @Nullable Path template) throws IOException, InterruptedException {
        Optional<Path> program = findLlamaServer();
        assumeTrue(program.isPresent(), "There is no llama-server: set LLAMA_SERVER, or put it on the PATH");
        List<String> line = new ArrayList<>(List.of(
                program.get().toString(),
                "-m",
                model.toString(),
                "--alias",
                "peer",
                "-c",
                String.valueOf(CONTEXT),
                "--parallel",
                String.valueOf(SLOTS),
                "--threads",
                "2",
                "--host",
                "127.0.0.1",
                "--port",
                String.valueOf(Ports.free())));
        if (template != null) {
            line.addAll(List.of("--chat-template-file", template.toString()));
        }
        return start(Map.of(), line);
    }

    private static Optional<Path> findLlamaServer() throws IOException {
        String configured = System.getenv("LLAMA_SERVER");
        if (configured != null && !configured.isBlank()) {
            return Optional.of(Path.of(configured));
        }
        Optional<Path> onPath = Pattern.compile(File.pathSeparator)
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, "llama-server"))
                .filter(Files::isExecutable)
                .findFirst();
        return onPath.isPresent() ? onPath : inCacheOfPeers();
    }

    private static Optional<Path> inCacheOfPeers() throws IOException {
        Path peers = cache().resolve("serai-peers");
        if (!Files.isDirectory(peers)) {
            return Optional.empty();
        }
        try (Stream<Path> builds = Files.list(peers)) {
            return builds.map(build -> build.resolve("bin/llama-server"))
                    .filter(Files::isExecutable)
                    .max(Path::compareTo);
        }
    }

    private static Path fetched() throws IOException, InterruptedException {
        Path folder = cache().resolve("serai/python").resolve(PACKAGE.replace("==", "-"));
        if (Files.isDirectory(folder)) {
            return folder;
        }
        Files.createDirectories(folder.resolveSibling(""));
        Path work = Files.createTempDirectory(folder.resolveSibling(""), ".fetch");
        Path output = Files.createTempFile("pip", ".out");
        Process pip = new ProcessBuilder(
                        "python3", "-m", "pip", "install", "--quiet", "--no-deps", "--target", work.toString(), PACKAGE)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = pip.waitFor(FETCH_MINUTES, TimeUnit.MINUTES);
        String said = Files.readString(output);
        if (!ended) {
            pip.destroyForcibly();
        }
        assumeTrue(ended && pip.exitValue() == 0, "pip could not fetch " + PACKAGE + ":\n" + said);
        try {
            Files.move(work, folder);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            // another build was faster
        }
        return folder;
    }

    private static Path cache() {
        String configured = System.getenv("XDG_CACHE_HOME");
        return configured != null && !configured.isBlank()
                ? Path.of(configured)
                : Path.of(System.getProperty("user.home"), ".cache");
    }

    private static PeerProcess start(Map<String, String> environment, List<String> line)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new PeerProcess(builder.start());
    }

    private String awaitAddress() throws InterruptedException {
        CompletableFuture<String> address = new CompletableFuture<>();
        StringBuilder said = new StringBuilder();
        Thread.ofVirtual().start(() -> read(address, said));
        try {
            return address.get(ServerFixture.PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            return fail("The server did not start:\n" + said, e);
        }
    }

    /** Reads for as long as the process lives, so that it never waits for a reader. */
    private void read(CompletableFuture<String> address, StringBuilder said) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher matcher = ADDRESS.matcher(line);
                if (matcher.find()) {
                    address.complete(matcher.group(1));
                } else if (!address.isDone()) {
                    said.append(line).append('\n');
                }
            }
        } catch (IOException e) {
            said.append(e).append('\n');
        }
        address.completeExceptionally(new IllegalStateException("It ended"));
    }

    String url() {
        return url;
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.destroy();
    }
}

package org.serai.runtime.store.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.serai.error.SeraiException;

/**
 * The user's own pip, so that the package index, the mirror, the proxy and the certificates that are configured for it
 * apply. Nothing is installed and no code of a package runs: only wheels are taken.
 */
public final class PipCommand {
    /** Environment variable with the command to use instead of the pip that is found. */
    static final String VARIABLE = "SERAI_PIP";

    private static final Duration POLL = Duration.ofMillis(200);
    private static final int SHOWN_LINES = 5;

    private final List<List<String>> candidates;

    /** @param candidates commands in the order in which they are tried */
    PipCommand(List<List<String>> candidates) {
        this.candidates = candidates;
    }

    /** The usual names of pip, or what {@link #VARIABLE} says. */
    @SuppressWarnings("NullAway") // an operator over environment variables answers null for those that are not set
    static PipCommand of(UnaryOperator<String> environment) {
        Optional<String> chosen =
                Optional.ofNullable(environment.apply(VARIABLE)).filter(text -> !text.isBlank());
        return new PipCommand(
                chosen.map(text -> List.of(Arrays.asList(text.strip().split("\\s+"))))
                        .orElse(List.of(
                                List.of("python3", "-m", "pip"),
                                List.of("python", "-m", "pip"),
                                List.of("py", "-m", "pip"),
                                List.of("pip3"),
                                List.of("pip"))));
    }

    /**
     * Downloads the wheel of a package.
     *
     * @param requirement {@code NAME==VERSION}
     * @param folder empty; pip works in it and in nothing else
     * @param progress hears how many bytes are there
     * @return the wheel
     */
    Path download(String requirement, Path folder, LongConsumer progress) throws IOException, InterruptedException {
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        Path wheels = Files.createDirectories(folder.resolve("wheels"));
        List<String> command = new ArrayList<>(find());
        command.addAll(
                List.of("download", "--no-deps", "--only-binary=:all:", "--ignore-requires-python", "--no-cache-dir"));
        command.addAll(List.of("--no-input", "--disable-pip-version-check", "--progress-bar=off", "--quiet"));
        command.addAll(List.of("--dest", wheels.toString(), requirement));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        for (String variable : List.of("TMPDIR", "TMP", "TEMP")) {
            builder.environment().put(variable, temporary.toString());
        }
        Process process = builder.start();
        try {
            await(process, requirement, folder, progress);
        } finally {
            process.destroy();
        }
        return onlyWheel(wheels, requirement);
    }

    private static void await(Process process, String requirement, Path folder, LongConsumer progress)
            throws IOException, InterruptedException {
        process.getOutputStream().close();
        CompletableFuture<String> output = new CompletableFuture<>();
        Thread.startVirtualThread(() -> output.complete(text(process.getInputStream())));
        while (!process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
            progress.accept(bytesIn(folder));
        }
        if (process.exitValue() != 0) {
            throw new SeraiException(
                    FetchErrors.PIP_FAILED,
                    "pip could not fetch " + requirement + ": " + lastLines(output.join())
                            + "; check the network and pip's own settings (`pip config list`)");
        }
    }

    private List<String> find() throws IOException, InterruptedException {
        for (List<String> candidate : candidates) {
            if (runs(candidate)) {
                return candidate;
            }
        }
        throw new SeraiException(
                FetchErrors.NO_PIP,
                "There is no working pip on this machine (tried "
                        + String.join(
                                ", ",
                                candidates.stream()
                                        .map(words -> "`" + String.join(" ", words) + "`")
                                        .toList())
                        + "); install Python with pip, or set " + VARIABLE + " to the command");
    }

    private static boolean runs(List<String> candidate) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(candidate);
        command.add("--version");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        Process process;
        try {
            process = builder.start();
        } catch (IOException notInstalled) {
            return false;
        }
        process.getOutputStream().close();
        return process.waitFor() == 0;
    }

    private static Path onlyWheel(Path folder, String requirement) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> wheels = files.filter(
                            file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".whl"))
                    .toList();
            if (wheels.size() == 1) {
                return wheels.getFirst();
            }
            throw new SeraiException(
                    FetchErrors.BAD_WHEEL, "pip gave " + wheels.size() + " wheels for " + requirement + " and not one");
        }
    }

    private static String text(InputStream in) {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "its output cannot be read: " + e;
        }
    }

    private static String lastLines(String output) {
        List<String> lines = output.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        return String.join(" / ", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    }

    private static long bytesIn(Path folder) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                bytes += size(file);
            }
        } catch (UncheckedIOException filesComeAndGo) {
            return bytes;
        }
        return bytes;
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (NoSuchFileException gone) {
            return 0;
        }
    }
}

package org.serai.launcher.demo;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The folders of one of the demo's routes, as {@code serai-file:} lays them out: an answer stands in the outbox under the
 * document's name with {@code NAME.json} beside it; a document that failed stands in {@code failed}, with
 * {@code NAME.error.json}.
 *
 * @param root the folder with inbox and outbox in it
 */
record DemoFolder(Path root) {
    private static final String SIDECAR = ".json";
    private static final String REASON = ".error.json";

    /** What the last rename takes at most; a route may also delete its documents. */
    private static final Duration ARRIVAL = Duration.ofSeconds(2);

    Path inbox() {
        return root.resolve("inbox");
    }

    Path outbox() {
        return root.resolve("outbox");
    }

    Path failed() {
        return root.resolve("failed");
    }

    Path done() {
        return root.resolve("done");
    }

    /**
     * The results that came since the last call.
     *
     * @param seen sidecars of earlier results; those of the new ones are added
     */
    List<Result> results(Set<Path> seen) throws IOException {
        List<Result> results = new ArrayList<>();
        for (Path sidecar : sidecars(outbox(), SIDECAR)) {
            if (!seen.contains(sidecar)) {
                answered(sidecar).ifPresent(result -> {
                    seen.add(sidecar);
                    results.add(result);
                });
            }
        }
        for (Path sidecar : sidecars(failed(), REASON)) {
            if (seen.add(sidecar)) {
                results.add(failed(sidecar));
            }
        }
        return results;
    }

    private static List<Path> sidecars(Path folder, String suffix) throws IOException {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "[!.]*" + suffix)) {
                found.forEach(files::add);
            }
        }
        return files;
    }

    /** Nothing until the answer stands beside its sidecar, and the document in its last folder where it goes to one. */
    private Optional<Result> answered(Path file) throws IOException {
        String name = file.getFileName().toString();
        Path answer = outbox().resolve(name.substring(0, name.length() - SIDECAR.length()));
        if (!Files.exists(answer)) {
            return Optional.empty();
        }
        Sidecar sidecar = Sidecar.read(file);
        boolean arriving = !Files.exists(done().resolve(sidecar.document())) && isYoung(file);
        if (arriving) {
            return Optional.empty();
        }
        return Optional.of(new Result(
                title(sidecar), text(done().resolve(sidecar.document())), text(answer), true, sidecar.figures()));
    }

    private static boolean isYoung(Path file) throws IOException {
        return Files.getLastModifiedTime(file).toInstant().isAfter(Instant.now().minus(ARRIVAL));
    }

    private Result failed(Path file) throws IOException {
        Sidecar sidecar = Sidecar.read(file);
        return new Result(
                title(sidecar), text(failed().resolve(sidecar.document())), sidecar.failure(), false, "failed");
    }

    private String title(Sidecar sidecar) {
        return root.getFileName() + "/" + sidecar.document();
    }

    private static String text(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) : "";
    }
}

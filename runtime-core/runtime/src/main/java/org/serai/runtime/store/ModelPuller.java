package org.serai.runtime.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.serai.error.SeraiException;
import org.serai.runtime.store.fetch.Digests;
import org.serai.runtime.store.fetch.FetchErrors;
import org.serai.runtime.store.fetch.Fetcher;
import org.serai.runtime.store.fetch.ModelSource;
import org.serai.runtime.store.fetch.PartialFile;
import org.serai.runtime.store.fetch.Progress;
import org.serai.runtime.store.fetch.SplitFiles;

/**
 * Brings a model into the store: fetches its files from the first source that gives the right thing, checks them, and
 * shows them to others only then. Thread-safe; several processes may pull the same model, and all but one wait.
 */
final class ModelPuller {
    private final StoreFolder folder;
    private final Fetcher fetcher;
    private final ModelFormats formats;
    private final InstantSource clock;

    ModelPuller(StoreFolder folder, Fetcher fetcher, ModelFormats formats, InstantSource clock) {
        this.folder = folder;
        this.fetcher = fetcher;
        this.formats = formats;
        this.clock = clock;
    }

    /** Brings the model into the store, unless it is there already. */
    ModelRecord pull(PullRequest request, Progress progress) throws InterruptedException {
        String name = ModelName.checked(request.name());
        try {
            return pullLocked(name, request, progress);
        } catch (IOException e) {
            throw StoreErrors.io("Bringing '" + name + "' into " + folder.root(), e);
        }
    }

    private ModelRecord pullLocked(String name, PullRequest request, Progress progress)
            throws IOException, InterruptedException {
        Optional<ModelRecord> present = present(request);
        if (present.isPresent()) {
            return present.get();
        }
        try (StoreLock lock =
                folder.lock(name, () -> progress.note("Another process is fetching '" + name + "'; waiting for it"))) {
            assert lock != null;
            Optional<ModelRecord> meanwhile = present(request);
            return meanwhile.isPresent() ? meanwhile.get() : fetchFromFirst(request, progress);
        }
    }

    private Optional<ModelRecord> present(PullRequest request) {
        Optional<ModelRecord> present = folder.find(request.name());
        present.ifPresent(record -> {
            boolean same = request.digest().map(record.digest()::equals).orElseGet(() -> request.sources().stream()
                    .anyMatch(source -> source.toString().equals(record.source())));
            if (!same) {
                throw new SeraiException(
                        StoreErrors.NAME_TAKEN,
                        "The store has another model under the name '" + record.name() + "' (" + record.digest()
                                + " from "
                                + record.source() + "); choose another one with --name, or remove it with `serai model"
                                + " remove " + record.name() + "`");
            }
        });
        return present;
    }

    private ModelRecord fetchFromFirst(PullRequest request, Progress progress)
            throws IOException, InterruptedException {
        List<SeraiException> failures = new ArrayList<>();
        for (ModelSource source : request.sources()) {
            try {
                return fetchFrom(source, request, progress);
            } catch (SeraiException e) {
                failures.add(e);
                progress.note(source + " cannot be used: " + e.getMessage());
            }
        }
        if (failures.size() == 1) {
            throw failures.getFirst();
        }
        SeraiException all = new SeraiException(
                StoreErrors.ALL_SOURCES_FAILED,
                "None of the " + failures.size() + " sources of '" + request.name()
                        + "' could be used; the reason of each stands above");
        failures.forEach(all::addSuppressed);
        throw all;
    }

    private ModelRecord fetchFrom(ModelSource source, PullRequest request, Progress progress)
            throws IOException, InterruptedException {
        Path staging = folder.staging(request.name(), source);
        List<ModelSource> parts = source.parts();
        List<String> names = parts.size() == 1 ? List.of(request.fileName()) : SplitFiles.names(request.fileName());
        if (names.size() != parts.size()) {
            throw new SeraiException(
                    FetchErrors.BAD_SOURCE,
                    source + " has " + parts.size() + " parts, but " + request.fileName() + " is the name of "
                            + names.size());
        }
        List<Path> files = names.stream().map(staging::resolve).toList();
        for (int i = 0; i < files.size(); i++) {
            OptionalLong bytes = files.size() == 1 ? request.bytes() : OptionalLong.empty();
            fetchFile(parts.get(i), files.get(i), bytes, request.base(), progress);
        }
        return publish(source, files, request, progress);
    }

    private void fetchFile(ModelSource source, Path file, OptionalLong bytes, Path base, Progress progress)
            throws IOException, InterruptedException {
        if (Files.exists(file)) {
            return; // an earlier attempt completed this part of a split model
        }
        PartialFile target = new PartialFile(file);
        Optional<String> announced = fetcher.fetch(source, target, bytes, base, progress);
        if (announced.isPresent()) {
            checkDigest(List.of(target.path()), announced.get(), target::delete, source, progress);
        }
        target.complete();
    }

    private ModelRecord publish(ModelSource source, List<Path> files, PullRequest request, Progress progress)
            throws IOException {
        String digest;
        if (request.digest().isPresent()) {
            digest = request.digest().get();
            checkDigest(files, digest, () -> deleteAll(files), source, progress);
        } else {
            checkReadable(files);
            digest = digest(files, progress);
        }
        ModelRecord record = new ModelRecord(
                request.name(),
                files.stream().map(file -> file.getFileName().toString()).toList(),
                length(files),
                digest,
                source.toString(),
                request.licence(),
                request.licenceAccepted().orElse(null),
                clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        folder.publish(record, files.getFirst().resolveSibling(""));
        return record;
    }

    /** Without a digest nobody vouches for what arrived, so it must at least be a sound model file. */
    private void checkReadable(List<Path> files) throws IOException {
        boolean sound = false;
        try {
            formats.open(files.getFirst()).close();
            sound = true;
        } finally {
            if (!sound) {
                deleteAll(files);
            }
        }
    }

    private interface Deletion {
        void run() throws IOException;
    }

    private static void checkDigest(
            List<Path> files, String expected, Deletion deletion, ModelSource source, Progress progress)
            throws IOException {
        String actual = digest(files, progress);
        if (!actual.equals(expected)) {
            deletion.run();
            throw new SeraiException(
                    StoreErrors.WRONG_DIGEST,
                    "What came from " + source + " has the digest " + actual + ", but it should be " + expected
                            + "; it was deleted: the transfer was damaged, or the source has another file");
        }
    }

    private static String digest(List<Path> files, Progress progress) throws IOException {
        progress.begin("checking SHA-256", 0, length(files));
        try {
            return Digests.of(files, progress::advanceTo);
        } finally {
            progress.end();
        }
    }

    private static long length(List<Path> files) throws IOException {
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    private static void deleteAll(List<Path> files) throws IOException {
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}

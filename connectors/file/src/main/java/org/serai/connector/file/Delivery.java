package org.serai.connector.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings outcomes to the disk, all or nothing; the package's description says in which steps. Every method can be called
 * again after it failed and goes on where it was. Not thread-safe.
 */
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final String PART_PREFIX = ".serai-";
    private static final String PART_SUFFIX = ".part";
    private static final String TAKEN_SUFFIX = ".taken";

    private final Folders folders;
    private final Journal journal;
    private final String owner;
    private final String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    private long count;

    /**
     * Makes the delivery of one inbox.
     *
     * @param owner tells this inbox's hidden files from those of others in the same folders
     */
    Delivery(Folders folders, Journal journal, String owner) {
        this.folders = folders;
        this.journal = journal;
        this.owner = owner;
    }

    /** A name for a new decision. */
    String nextId() {
        return owner + "-" + run + "-" + String.format("%08d", ++count);
    }

    /** Writes the files under hidden names and records the decision; from then on it will be carried out. */
    Decision decide(String id, Outcome outcome) throws IOException {
        List<Path> parts = new ArrayList<>();
        for (Outcome.NewFile file : outcome.files()) {
            Path part = part(id, outcome, parts.size());
            DurableFiles.write(part, file.content());
            parts.add(part);
        }
        Decision decision = named(id, outcome, parts);
        journal.write(decision);
        return decision;
    }

    /** Takes back an outcome that could not be decided; its record goes first, since it must not outlive its files. */
    void withdraw(String id, Outcome outcome) throws IOException {
        journal.delete(id);
        for (int i = 0; i < outcome.files().size(); i++) {
            Files.deleteIfExists(part(id, outcome, i));
        }
    }

    private static Path part(String id, Outcome outcome, int index) {
        return outcome.folder().resolve(PART_PREFIX + id + "-" + index + PART_SUFFIX);
    }

    private static Decision named(String id, Outcome outcome, List<Path> parts) {
        Path wanted = outcome.folder().resolve(outcome.path());
        List<Decision.Placement> placements = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            String suffix = outcome.files().get(i).suffix();
            placements.add(new Decision.Placement(parts.get(i), suffix, Names.with(wanted, suffix)));
        }
        @Nullable Path inputFolder = outcome.inputFolder();
        Decision decision = new Decision(
                id,
                outcome.path(),
                outcome.state(),
                outcome.sha256(),
                wanted,
                placements,
                inputFolder == null ? null : inputFolder.resolve(outcome.path()),
                outcome.letter());
        return decision.withBase(Names.free(wanted, decision.suffixes()));
    }

    /** Gives the files their names, moves the document and forgets the decision. */
    void carryOut(Decision decision) throws IOException {
        Decision current = decision;
        for (int i = 0; i < current.placements().size(); i++) {
            current = place(current, i);
        }
        takeInput(current);
        journal.delete(current.id());
    }

    /**
     * Places one file. Whoever places the first file of a name owns the name, since all place them in the same order; the
     * name of a later file can be taken by a stranger only, and then that file alone gets another.
     */
    private Decision place(Decision decision, int index) throws IOException {
        Decision current = decision;
        Path part = current.placements().get(index).part();
        while (Files.exists(part)) {
            Path target = current.placements().get(index).target();
            try {
                Files.createDirectories(DurableFiles.folder(target));
                DurableFiles.move(part, target, part);
            } catch (FileAlreadyExistsException e) {
                current = index == 0
                        ? current.withBase(Names.free(current.base(), current.suffixes()))
                        : current.withTarget(index, Names.free(target, List.of("")));
                journal.write(current);
            }
        }
        return current;
    }

    /**
     * Moves the document out of its folder. It is taken first and looked at then: what lies under its name may be a newer
     * document, and nobody can put another one in its place once it is taken.
     */
    private void takeInput(Decision decision) throws IOException {
        Path taken = taken(decision);
        if (!Files.exists(taken) && !take(decision, taken)) {
            return;
        }
        if (isDecided(decision, taken)) {
            putAway(decision, taken);
        } else {
            moveToFreeName(taken, input(decision));
        }
        deleteEmptyFolders(taken);
    }

    private Path input(Decision decision) {
        return decision.letter() != null ? decision.letter() : folders.inbox().resolve(decision.path());
    }

    /** On the file system of the document, so that taking it is one rename. */
    private Path taken(Decision decision) {
        return decision.letter() != null
                ? decision.letter().resolveSibling(PART_PREFIX + decision.id() + TAKEN_SUFFIX)
                : folders.taken().resolve(decision.id()).resolve(decision.path());
    }

    private boolean take(Decision decision, Path taken) throws IOException {
        Path input = input(decision);
        try {
            if (!isDecided(decision, input)) {
                return false;
            }
            if (decision.letter() != null) {
                // Before the document goes: as long as that is there nobody else takes the name.
                Files.deleteIfExists(FailedFolder.failure(input));
            }
            Files.createDirectories(DurableFiles.folder(taken));
            Files.move(input, taken, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (NoSuchFileException e) {
            deleteEmptyFolders(taken);
            return false;
        }
    }

    private static boolean isDecided(Decision decision, Path file) throws IOException {
        FileState state = FileState.of(file);
        if (state.equals(decision.state())) {
            return true;
        }
        // The file system may name its files anew when it is mounted again; the content decides then.
        return decision.sha256() != null
                && state.size() == decision.state().size()
                && decision.sha256().equals(DocumentReader.sha256(Files.readAllBytes(file)));
    }

    private void putAway(Decision decision, Path taken) throws IOException {
        @Nullable Path wanted = decision.inputTarget();
        if (wanted == null) {
            Files.delete(taken);
        } else {
            moveToFreeName(taken, wanted);
        }
    }

    private void giveBack(Path taken, Path path) throws IOException {
        moveToFreeName(taken, folders.inbox().resolve(path));
    }

    private void moveToFreeName(Path source, Path wanted) throws IOException {
        Files.createDirectories(DurableFiles.folder(wanted));
        while (Files.exists(source)) {
            Path target = Names.free(wanted, List.of(""));
            try {
                DurableFiles.move(source, target, target.resolveSibling(PART_PREFIX + nextId() + PART_SUFFIX));
            } catch (FileAlreadyExistsException e) {
                LOG.debug("{} was taken since it was found free; looking for another name", target);
            }
        }
    }

    /** Those made for taking; a letter has none. */
    private void deleteEmptyFolders(Path taken) throws IOException {
        if (!taken.startsWith(folders.taken())) {
            return;
        }
        for (int i = folders.taken().relativize(taken).getNameCount() - 1; i > 0; i--) {
            Files.deleteIfExists(
                    folders.taken().resolve(folders.taken().relativize(taken).subpath(0, i)));
        }
    }

    /**
     * Clears up after a crash: deletes the hidden files of outcomes that were never decided, and gives back to the inbox
     * what was taken and is not decided.
     *
     * @param decisions all that the journal holds
     */
    void clearUp(List<Decision> decisions) throws IOException {
        Set<Path> wanted = decisions.stream()
                .flatMap(decision -> decision.placements().stream())
                .map(Decision.Placement::part)
                .collect(Collectors.toSet());
        for (Path folder : folders.targets()) {
            for (Path file : list(folder)) {
                String name = file.getFileName().toString();
                if (name.startsWith(PART_PREFIX + owner) && name.endsWith(PART_SUFFIX) && !wanted.contains(file)) {
                    Files.delete(file);
                }
            }
        }
        Set<String> ids = decisions.stream().map(Decision::id).collect(Collectors.toSet());
        for (Path folder : list(folders.taken())) {
            if (!ids.contains(folder.getFileName().toString())) {
                giveBackAll(folder);
            }
        }
    }

    private void giveBackAll(Path folder) throws IOException {
        for (Path file : FileTree.files(folder)) {
            giveBack(file, folder.relativize(file));
            deleteEmptyFolders(file);
        }
        Files.deleteIfExists(folder);
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}

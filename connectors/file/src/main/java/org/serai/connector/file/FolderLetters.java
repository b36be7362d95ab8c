package org.serai.connector.file;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.serai.delivery.DeadLetter;
import org.serai.delivery.DeadLetters;
import org.serai.error.SeraiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The letters of one folder. A letter's id is the path of its document from the folder. */
final class FolderLetters implements DeadLetters {
    private static final Logger LOG = LoggerFactory.getLogger(FolderLetters.class);

    private final FailedFolder folder;
    private final Map<String, LetterReplay> routes = new ConcurrentHashMap<>();
    private final Set<String> inReplay = ConcurrentHashMap.newKeySet();

    FolderLetters(Path folder) {
        this.folder = new FailedFolder(folder);
    }

    /** The route takes its letters again. */
    void attach(String route, LetterReplay replay) {
        routes.put(route, replay);
    }

    void detach(String route, LetterReplay replay) {
        routes.remove(route, replay);
    }

    boolean isUsed() {
        return !routes.isEmpty();
    }

    @Override
    public String place() {
        return "file:" + folder.path();
    }

    @Override
    public void read(Filter filter, Predicate<DeadLetter> reader) {
        for (FailedDocument failed : matching(filter)) {
            Optional<DeadLetter> letter = whole(failed);
            if (letter.isPresent() && !reader.test(letter.get())) {
                return;
            }
        }
    }

    private List<FailedDocument> matching(Filter filter) {
        List<FailedDocument> matching = new ArrayList<>();
        try {
            for (Path path : folder.documents()) {
                record(path).filter(failed -> filter.matches(failed.letter())).ifPresent(matching::add);
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        matching.sort(Comparator.comparing(failed -> failed.letter().failedAt()));
        return matching;
    }

    /** What a stranger put there is told and left alone. */
    private Optional<FailedDocument> record(Path path) {
        try {
            return Optional.of(FailedDocument.read(folder, path));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.warn("{} in {} is no letter that could be shown or replayed: {}", path, folder.path(), e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<DeadLetter> whole(FailedDocument failed) {
        try {
            return Optional.of(failed.whole(folder));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public Optional<DeadLetter> find(String id) {
        return failed(id).flatMap(this::whole);
    }

    private Optional<FailedDocument> failed(String id) {
        try {
            Path path = Path.of(id).normalize();
            return path.toString().equals(id) && folder.holds(path) ? record(path) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    @Override
    public void replay(String id, @Nullable String alias) {
        if (!inReplay.add(id)) {
            throw new SeraiException(
                    FileErrors.IN_REPLAY,
                    "Letter " + id + " of " + place() + " is being replayed already. Look again when that is over.");
        }
        try {
            FailedDocument failed = failed(id).orElseThrow(() -> noSuchLetter(id));
            route(failed.letter()).replay(failed, alias);
        } finally {
            inReplay.remove(id);
        }
    }

    private LetterReplay route(DeadLetter letter) {
        LetterReplay route = routes.get(letter.route());
        if (route == null) {
            throw new SeraiException(
                    FileErrors.NOT_RUNNING,
                    "Letter " + letter.id() + " of " + place() + " cannot be replayed: its route " + letter.route()
                            + " does not run in this instance. Start it with `serai route start " + letter.route()
                            + "`, or call the route so again.");
        }
        return route;
    }

    private SeraiException noSuchLetter(String id) {
        return new SeraiException(
                FileErrors.NO_SUCH_LETTER,
                "There is no letter " + id + " in " + place()
                        + ", or it was replayed already. `serai dlq list` shows those that are there.");
    }

    private SeraiException unreadable(@Nullable IOException e) {
        return new SeraiException(
                FileErrors.LETTERS_UNREADABLE,
                "Folder " + folder.path() + " cannot be read: " + e
                        + ". Bring it back, or correct its permissions and those of what is in it.",
                e);
    }
}

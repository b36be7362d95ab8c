package org.serai.connector.file;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.delivery.DeadLetterRegistry;

/** Keeps an OSGi service for each folder of failed documents that a running consumer uses. Thread-safe. */
@Component(service = FailedFolders.class, immediate = true) // it keeps what is open
public final class FailedFolders {
    private final DeadLetterRegistry registry;
    private final Map<Path, Place> places = new HashMap<>();

    @Activate
    public FailedFolders(@Reference DeadLetterRegistry registry) {
        this.registry = registry;
    }

    /** Letters that are offered, and how to take them back. */
    private record Place(FolderLetters letters, Runnable takeBack) {}

    /** A route takes its letters in the folder again. */
    synchronized void open(Path folder, String route, LetterReplay replay) {
        places.computeIfAbsent(folder, path -> {
                    FolderLetters letters = new FolderLetters(path);
                    return new Place(letters, registry.offer(letters));
                })
                .letters
                .attach(route, replay);
    }

    /** The route is stopped; the folder is forgotten where no other uses it. */
    synchronized void close(Path folder, String route, LetterReplay replay) {
        Place place = places.get(folder);
        if (place == null) {
            return;
        }
        place.letters.detach(route, replay);
        if (!place.letters.isUsed()) {
            places.remove(folder);
            place.takeBack.run();
        }
    }
}

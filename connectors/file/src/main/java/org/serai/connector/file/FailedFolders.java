package org.serai.connector.file;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.serai.delivery.DeadLetterRegistry;
import org.serai.error.ErrorCode;

/** Keeps an OSGi service for each folder of failed documents that a running consumer uses. Thread-safe. */
@Component(service = FailedFolders.class, immediate = true) // it keeps what is open
public final class FailedFolders {
    private final DeadLetterRegistry registry;
    private final Map<Path, Place> places = new HashMap<>();
    private volatile @Nullable LetterMeters meters;

    @Activate
    public FailedFolders(@Reference DeadLetterRegistry registry) {
        this.registry = registry;
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindMeters(LetterMeters present) {
        meters = present;
    }

    void unbindMeters(LetterMeters gone) {
        if (meters == gone) {
            meters = null;
        }
    }

    /** A document of an inbox is given up. */
    void count(Path inbox, String route, ErrorCode reason) {
        LetterMeters present = meters;
        if (present != null) {
            present.deadLetter("file:" + inbox, route, reason);
        }
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

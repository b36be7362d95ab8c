package org.serai.connector.file;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;
import java.util.function.Function;
import org.osgi.service.component.ComponentFactory;
import org.osgi.service.component.ComponentInstance;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.delivery.DeadLetters;

/** Keeps an OSGi service for each folder of failed documents that a running consumer uses. Thread-safe. */
@Component(service = FailedFolders.class, immediate = true) // it keeps what is open
public final class FailedFolders {
    private final Function<DeadLetters, Runnable> offer;
    private final Map<Path, Place> places = new HashMap<>();

    /** For a container. */
    @Activate
    public FailedFolders(
            @Reference(name = "services", target = "(component.factory=" + DeadLettersService.FACTORY + ")")
                    ComponentFactory<DeadLetters> services) {
        this.offer = letters -> offer(services, letters);
    }

    private FailedFolders(Function<DeadLetters, Runnable> offer) {
        this.offer = offer;
    }

    /**
     * For use without a container.
     *
     * @param offer makes letters known to those who list and replay them; what it returns takes them back
     */
    public static FailedFolders offering(Function<DeadLetters, Runnable> offer) {
        return new FailedFolders(offer);
    }

    @SuppressWarnings("JdkObsolete") // the factory takes nothing else
    private static Runnable offer(ComponentFactory<DeadLetters> services, DeadLetters letters) {
        ComponentInstance<DeadLetters> instance =
                services.newInstance(new Hashtable<>(Map.of(DeadLettersService.LETTERS, letters)));
        return instance::dispose;
    }

    /** Letters that are offered, and how to take them back. */
    private record Place(FolderLetters letters, Runnable takeBack) {}

    /** A route takes its letters in the folder again. */
    synchronized void open(Path folder, String route, LetterReplay replay) {
        places.computeIfAbsent(folder, path -> {
                    FolderLetters letters = new FolderLetters(path);
                    return new Place(letters, offer.apply(letters));
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

package org.serai.connector.file;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.serai.delivery.DeadLetter;
import org.serai.delivery.DeadLetters;

/** Offers letters as an OSGi service for as long as somebody keeps the instance that its factory made. */
@Component(factory = DeadLettersService.FACTORY, service = DeadLetters.class)
public final class DeadLettersService implements DeadLetters {
    static final String FACTORY = "org.serai.connector.file.deadletters";

    /** Property of an instance: the {@link DeadLetters} that it offers. */
    static final String LETTERS = "serai.letters";

    private final DeadLetters letters;

    @Activate
    public DeadLettersService(Map<String, ?> properties) {
        letters = (DeadLetters) Objects.requireNonNull(properties.get(LETTERS));
    }

    @Override
    public String place() {
        return letters.place();
    }

    @Override
    public void read(Filter filter, Predicate<DeadLetter> reader) {
        letters.read(filter, reader);
    }

    @Override
    public Optional<DeadLetter> find(String id) {
        return letters.find(id);
    }

    @Override
    public void replay(String id, @Nullable String alias) {
        letters.replay(id, alias);
    }
}

package org.serai.runtime.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.serai.command.CommandStreams;
import org.serai.error.SeraiException;

/** Asks the user to accept the licence of a model where it wants that. */
final class LicenceConsent {
    private static final Set<String> YES = Set.of("y", "yes");

    private final CommandStreams streams;
    private final boolean acceptedByOption;
    private final InstantSource clock;

    /** @param acceptedByOption true where the user accepted on the command line */
    LicenceConsent(CommandStreams streams, boolean acceptedByOption, InstantSource clock) {
        this.streams = streams;
        this.acceptedByOption = acceptedByOption;
        this.clock = clock;
    }

    /**
     * Makes sure that a licence is accepted.
     *
     * @return when that was, or empty where it does not have to be
     * @throws SeraiException where the user does not accept it
     */
    Optional<String> obtain(CatalogueEntry entry) throws IOException {
        CatalogueEntry.Licence licence = entry.licence();
        if (!licence.mustAccept()) {
            return Optional.empty();
        }
        String where = licence.url() == null ? "" : " (" + licence.url() + ")";
        streams.err()
                .println("The model '" + entry.name() + "' comes under the " + licence.name() + where
                        + ", which have to be accepted before it is fetched.");
        if (!acceptedByOption && !(streams.terminal() && answersYes())) {
            throw new SeraiException(
                    StoreErrors.LICENCE,
                    "The model '" + entry.name() + "' was not fetched, because its licence was not accepted; read the "
                            + licence.name() + where + " and answer 'yes', or say --accept-licence");
        }
        return Optional.of(clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private boolean answersYes() throws IOException {
        streams.err().print("Do you accept it? [yes/no] ");
        streams.err().flush();
        String answer = new BufferedReader(new InputStreamReader(streams.in(), StandardCharsets.UTF_8)).readLine();
        return answer != null && YES.contains(answer.strip().toLowerCase(Locale.ROOT));
    }
}

package org.serai.engine.openai.config;

import org.serai.engine.openai.error.RemoteErrors;
import org.serai.error.SeraiException;
import org.serai.settings.Secrets;

/**
 * The key of a server, or where it lies. It is looked up for each request, so that it can be changed there, and is never
 * shown. Immutable.
 */
public final class ApiKey {
    private static final int SHORTEST_HIDDEN = 4;

    private final String server;
    private final String reference;
    private final Secrets secrets;

    /** @param reference the key, or a reference to it; empty for none */
    public ApiKey(String server, String reference, Secrets secrets) {
        this.server = server;
        this.reference = reference;
        this.secrets = secrets;
    }

    /** Whether there is none. */
    public boolean isNone() {
        return reference.isEmpty();
    }

    /**
     * The key; the empty text for none.
     *
     * @throws SeraiException where it is not where it is said to be
     */
    public String value() {
        try {
            return secrets.resolve(reference);
        } catch (IllegalArgumentException e) {
            throw new SeraiException(
                    RemoteErrors.BAD_CONFIGURATION,
                    "The key of server '" + server + "' is missing: " + e.getMessage(),
                    e);
        }
    }

    /** A text from outside, without the key in it. */
    public String hideIn(String text) {
        if (isNone()) {
            return text;
        }
        String key = value();
        return key.length() < SHORTEST_HIDDEN ? text : text.replace(key, "***");
    }

    @Override
    public String toString() {
        return isNone() ? "no key" : "a key";
    }
}

package org.serai.connector.rest.http;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a caller may do. Each role includes those before it. */
public enum Role {
    /** Ask models, call routes, and see how things are. */
    USE,
    /** Also change what runs: start and stop routes, load models again, replay dead letters. */
    OPERATE,
    /** Also change what there is: models and API keys. */
    ADMIN;

    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }

    /** The form of command lines and files, such as {@code use}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> of(String wireName) {
        return Arrays.stream(values())
                .filter(role -> role.wireName().equals(wireName))
                .findFirst();
    }
}

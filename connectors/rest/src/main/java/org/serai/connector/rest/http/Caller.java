package org.serai.connector.rest.http;

/**
 * Who sent a request.
 *
 * @param name the name of the API key; {@link #ANONYMOUS} where none was needed and none was sent
 * @param role what the key allows
 */
public record Caller(String name, Role role) {
    /** No key has this name. */
    public static final String ANONYMOUS = "-";

    public boolean isAnonymous() {
        return name.equals(ANONYMOUS);
    }
}

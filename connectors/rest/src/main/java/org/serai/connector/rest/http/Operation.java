package org.serai.connector.rest.http;

import org.jspecify.annotations.Nullable;

/**
 * A method on a path.
 *
 * @param method such as {@code GET}; the server answers {@code HEAD} and {@code OPTIONS} by itself
 * @param path where, as it stands in the OpenAPI document; {@code {name}} stands for one segment
 * @param role what the caller must be allowed; null where nobody needs a key
 * @param errors the shape of error answers
 * @param handler answers calls
 */
public record Operation(
        String method, PathTemplate path, @Nullable Role role, ErrorFormat errors, Handler handler) {
    public static Operation of(String method, String path, @Nullable Role role, Handler handler) {
        return new Operation(method, PathTemplate.of(path), role, ErrorFormat.of(path), handler);
    }

    public static Operation get(String path, @Nullable Role role, Handler handler) {
        return of("GET", path, role, handler);
    }

    public static Operation post(String path, @Nullable Role role, Handler handler) {
        return of("POST", path, role, handler);
    }

    public static Operation delete(String path, @Nullable Role role, Handler handler) {
        return of("DELETE", path, role, handler);
    }
}

package org.serai.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The typed key-value pairs of a model file, under the names of the GGUF specification whatever the format.
 *
 * <p>Every getter answers empty where the key is absent and throws a {@code SeraiException} of category CORRUPT where
 * the value has another type. Immutable and thread-safe.
 */
public interface ModelMetadata {
    /** All keys, in the order of the file. */
    Set<String> keys();

    Optional<String> string(String key);

    /** Any integer type; unsigned 64-bit values beyond the long range are an error. */
    OptionalLong integer(String key);

    /** Any floating-point or integer type. */
    OptionalDouble number(String key);

    Optional<Boolean> bool(String key);

    Optional<List<String>> strings(String key);

    /** An array of any integer type (booleans are 0 and 1); the caller owns the array. */
    Optional<long[]> integers(String key);

    /** An array of any floating-point or integer type; the caller owns the array. */
    Optional<float[]> numbers(String key);

    /** The value as a short text for people, whatever its type; long arrays are abridged. */
    Optional<String> display(String key);
}

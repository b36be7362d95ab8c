package org.serai.tck;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;
import org.serai.model.ModelMetadata;

/**
 * Metadata for tests, without a file. Values are {@code String}, {@code Long}, {@code Double}, {@code Boolean},
 * {@code List<String>}, {@code long[]} and {@code float[]}.
 */
public final class MapMetadata implements ModelMetadata {
    private static final ErrorCode OTHER_TYPE = new ErrorCode(9999, ErrorCategory.CORRUPT);

    private final Map<String, Object> values;

    public MapMetadata(Map<String, ?> values) {
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The same metadata with one value changed, or taken away where it is null. */
    public MapMetadata with(String key, @Nullable Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(values);
        if (value == null) {
            changed.remove(key);
        } else {
            changed.put(key, value);
        }
        return new MapMetadata(changed);
    }

    @Override
    public Set<String> keys() {
        return values.keySet();
    }

    @Override
    public Optional<String> string(String key) {
        return value(key, String.class);
    }

    @Override
    public OptionalLong integer(String key) {
        return value(key, Long.class).map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    @Override
    public OptionalDouble number(String key) {
        return value(key, Number.class)
                .map(number -> OptionalDouble.of(number.doubleValue()))
                .orElseGet(OptionalDouble::empty);
    }

    @Override
    public Optional<Boolean> bool(String key) {
        return value(key, Boolean.class);
    }

    @Override
    @SuppressWarnings("unchecked") // lists hold strings by the contract of the constructor
    public Optional<List<String>> strings(String key) {
        return value(key, List.class).map(list -> (List<String>) list);
    }

    @Override
    public Optional<long[]> integers(String key) {
        return value(key, long[].class).map(long[]::clone);
    }

    @Override
    public Optional<float[]> numbers(String key) {
        return value(key, float[].class).map(float[]::clone);
    }

    @Override
    public Optional<String> display(String key) {
        return Optional.ofNullable(values.get(key)).map(Object::toString);
    }

    private <T> Optional<T> value(String key, Class<T> type) {
        @Nullable Object value = values.get(key);
        if (value != null && !type.isInstance(value)) {
            throw new SeraiException(OTHER_TYPE, key + " is not of type " + type.getSimpleName());
        }
        return Optional.ofNullable(value).map(type::cast);
    }
}

package org.serai.format.gguf;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.StringJoiner;
import org.serai.error.SeraiException;
import org.serai.model.ModelMetadata;

/**
 * Metadata over a private copy of the header, so that it outlives the mapped file. Values are decoded at each call: a
 * vocabulary costs memory only while somebody builds a tokenizer from it.
 */
final class GgufMetadata implements ModelMetadata {
    private static final int SHOWN_ELEMENTS = 8;

    private final String file;
    private final MemorySegment bytes;
    private final Map<String, MetadataValue> values;

    /**
     * @param file what messages call the file
     * @param bytes the header
     * @param values where each value lies in the header; their extent has been checked
     */
    GgufMetadata(String file, MemorySegment bytes, Map<String, MetadataValue> values) {
        this.file = file;
        this.bytes = bytes;
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    @Override
    public Set<String> keys() {
        return values.keySet();
    }

    @Override
    public Optional<String> string(String key) {
        MetadataValue value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value.array() || value.type() != ValueType.STRING) {
            throw mismatch(key, value, "a string");
        }
        return Optional.of(readString(value.offset(), valueOf(key)));
    }

    @Override
    public OptionalLong integer(String key) {
        MetadataValue value = values.get(key);
        if (value == null) {
            return OptionalLong.empty();
        }
        if (value.array() || value.type().kind() != ValueType.Kind.INTEGER) {
            throw mismatch(key, value, "an integer");
        }
        return OptionalLong.of(readInteger(key, value.type(), value.offset()));
    }

    @Override
    public OptionalDouble number(String key) {
        MetadataValue value = values.get(key);
        if (value == null) {
            return OptionalDouble.empty();
        }
        if (value.array() || !isNumber(value.type())) {
            throw mismatch(key, value, "a number");
        }
        return OptionalDouble.of(value.type().readDouble(bytes, value.offset()));
    }

    @Override
    public Optional<Boolean> bool(String key) {
        MetadataValue value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value.array() || value.type() != ValueType.BOOL) {
            throw mismatch(key, value, "a boolean");
        }
        return Optional.of(value.type().readLong(bytes, value.offset()) != 0);
    }

    @Override
    public Optional<List<String>> strings(String key) {
        MetadataValue value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.array() || value.type() != ValueType.STRING) {
            throw mismatch(key, value, "an array of strings");
        }
        return Optional.of(Collections.unmodifiableList(readStrings(key, value, value.count())));
    }

    @Override
    public Optional<long[]> integers(String key) {
        MetadataValue value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        ValueType type = value.type();
        if (!value.array() || (type.kind() != ValueType.Kind.INTEGER && type != ValueType.BOOL)) {
            throw mismatch(key, value, "an array of integers");
        }
        long[] integers = new long[value.count()];
        for (int i = 0; i < integers.length; i++) {
            integers[i] = readInteger(key, type, elementOffset(value, i));
        }
        return Optional.of(integers);
    }

    @Override
    public Optional<float[]> numbers(String key) {
        MetadataValue value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.array() || !isNumber(value.type())) {
            throw mismatch(key, value, "an array of numbers");
        }
        float[] numbers = new float[value.count()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) value.type().readDouble(bytes, elementOffset(value, i));
        }
        return Optional.of(numbers);
    }

    @Override
    public Optional<String> display(String key) {
        MetadataValue value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        int shown = Math.min(value.count(), SHOWN_ELEMENTS);
        List<String> elements = displayElements(key, value, shown);
        if (!value.array()) {
            return Optional.of(elements.getFirst());
        }
        StringJoiner joined = new StringJoiner(", ", "[", "]");
        elements.forEach(joined::add);
        if (value.count() > shown) {
            joined.add("… " + value.count() + " in all");
        }
        return Optional.of(joined.toString());
    }

    private List<String> displayElements(String key, MetadataValue value, int count) {
        if (value.type() == ValueType.STRING) {
            return readStrings(key, value, count);
        }
        List<String> elements = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long offset = elementOffset(value, i);
            elements.add(
                    switch (value.type()) {
                        case BOOL -> Boolean.toString(value.type().readLong(bytes, offset) != 0);
                        case FLOAT32 -> Float.toString(bytes.get(ValueType.F32, offset));
                        case FLOAT64 -> Double.toString(bytes.get(ValueType.F64, offset));
                        case UINT64 -> Long.toUnsignedString(bytes.get(ValueType.U64, offset));
                        default -> Long.toString(value.type().readLong(bytes, offset));
                    });
        }
        return elements;
    }

    private List<String> readStrings(String key, MetadataValue value, int count) {
        List<String> strings = new ArrayList<>(count);
        String what = valueOf(key); // once, since a vocabulary has hundreds of thousands of strings
        long offset = value.offset();
        for (int i = 0; i < count; i++) {
            strings.add(readString(offset, what));
            offset += Long.BYTES + bytes.get(ValueType.U64, offset);
        }
        return strings;
    }

    /** @param what names the string in an error */
    private String readString(long offset, String what) {
        int length = (int) bytes.get(ValueType.U64, offset);
        return HeaderCursor.utf8(bytes, offset + Long.BYTES, length, what, file);
    }

    private static String valueOf(String key) {
        return "the value of " + Names.quote(key);
    }

    private long readInteger(String key, ValueType type, long offset) {
        long integer = type.readLong(bytes, offset);
        if (type == ValueType.UINT64 && integer < 0) {
            throw new SeraiException(
                    GgufErrors.VALUE_TYPE,
                    file + ": the value " + Long.toUnsignedString(integer) + " of " + Names.quote(key)
                            + " is too large; at most " + Long.MAX_VALUE + " is read");
        }
        return integer;
    }

    private static boolean isNumber(ValueType type) {
        return type.kind() == ValueType.Kind.INTEGER || type.kind() == ValueType.Kind.FLOAT;
    }

    private static long elementOffset(MetadataValue value, int index) {
        return value.offset() + (long) index * value.type().bytes();
    }

    private SeraiException mismatch(String key, MetadataValue value, String wanted) {
        return new SeraiException(
                GgufErrors.VALUE_TYPE,
                file + ": the metadata value " + Names.quote(key) + " should be " + wanted + " but is "
                        + value.typeName() + ": the file is damaged or was converted wrongly");
    }
}

package org.serai.chat.template.value;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value of a template. Templates are written for Python, so values print, compare and convert as Python's do. All but
 * {@link Stream} and some {@link Host} objects are immutable.
 */
public sealed interface Value {
    /** Python's {@code None}. */
    enum None implements Value {
        NONE
    }

    /** What compares as a number; equal numbers of different kinds are equal, as keys of mappings too. */
    sealed interface Numeric extends Value {}

    /** A truth value, which counts as 0 or 1. */
    record Bool(boolean value) implements Numeric {
        @Override
        public boolean equals(Object other) {
            return other instanceof Numeric number && Numbers.equal(this, number);
        }

        @Override
        public int hashCode() {
            return Numbers.hash(this);
        }
    }

    /** An integer of 64 bits; going beyond is an error. */
    record Int(long value) implements Numeric {
        @Override
        public boolean equals(Object other) {
            return other instanceof Numeric number && Numbers.equal(this, number);
        }

        @Override
        public int hashCode() {
            return Numbers.hash(this);
        }
    }

    /** A floating-point number. */
    record Real(double value) implements Numeric {
        @Override
        public boolean equals(Object other) {
            return other instanceof Numeric number && Numbers.equal(this, number);
        }

        @Override
        public int hashCode() {
            return Numbers.hash(this);
        }
    }

    /**
     * A string.
     *
     * @param markup true for text that is escaped for HTML already (MarkupSafe's {@code Markup}): what is added to it
     *     with {@code +} is escaped
     */
    record Text(String text, boolean markup) implements Value, Comparable<Text> {
        public Text(String text) {
            this(text, false);
        }

        /** Another text of the same kind. */
        public Text with(String other) {
            return new Text(other, markup);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Text that && text.equals(that.text);
        }

        @Override
        public int hashCode() {
            return text.hashCode();
        }

        /** By code points. Lets a hash table stay fast where a template makes keys with equal hashes. */
        @Override
        public int compareTo(Text other) {
            return Characters.compare(text, other.text);
        }
    }

    /** Values by position. */
    sealed interface Sequence extends Value {
        List<Value> items();
    }

    /** Python's {@code list}. */
    record Listing(List<Value> items) implements Sequence {}

    /**
     * Python's {@code tuple}.
     *
     * @param names names of the positions, for a named tuple; empty otherwise
     */
    record Tuple(List<Value> items, List<String> names) implements Sequence {
        public Tuple(Value... items) {
            this(List.of(items), List.of());
        }
    }

    /** Python's {@code range}; the items are computed as they are asked for. */
    record Range(int start, int stop, int step) implements Sequence {
        @Override
        public List<Value> items() {
            return new RangeItems(start, stop, step);
        }
    }

    /** Python's {@code dict}, in the order of insertion. */
    record Mapping(Map<Value, Value> entries) implements Value {
        /** The value under a string key. */
        public Optional<Value> get(String key) {
            return Optional.ofNullable(entries.get(new Text(key)));
        }
    }

    /**
     * What {@code dict.keys()}, {@code values()} and {@code items()} give.
     *
     * @param type Python's name of the type, such as {@code dict_keys}
     */
    record View(String type, List<Value> items) implements Value {}

    /** Python's generator: can be gone through once, and its length is not known. */
    record Stream(Iterator<Value> iterator) implements Value {}

    /**
     * What a name, attribute or item gives that does not exist. Prints as nothing and is false; most other uses fail.
     *
     * @param message what is undefined
     */
    record Undefined(String message) implements Value {}

    /** An object of the interpreter itself: functions, namespaces, loops, macros. Identity is equality. */
    non-sealed interface Host extends Value {
        /** The name of its type in messages. */
        String typeName();

        default Optional<Value> attribute(String name) {
            return Optional.empty();
        }
    }

    /** A {@link Host} that can be called. */
    interface Callable extends Host {
        Value call(Arguments arguments);
    }

    Value TRUE = new Bool(true);
    Value FALSE = new Bool(false);
    Value EMPTY_TEXT = new Text("");

    static Value of(boolean value) {
        return value ? TRUE : FALSE;
    }

    static Value of(long value) {
        return new Int(value);
    }

    static Value of(String value) {
        return new Text(value);
    }
}

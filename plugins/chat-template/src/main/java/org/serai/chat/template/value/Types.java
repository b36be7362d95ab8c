package org.serai.chat.template.value;

import org.serai.chat.template.value.Value.Bool;
import org.serai.chat.template.value.Value.Host;
import org.serai.chat.template.value.Value.Int;
import org.serai.chat.template.value.Value.Listing;
import org.serai.chat.template.value.Value.Mapping;
import org.serai.chat.template.value.Value.None;
import org.serai.chat.template.value.Value.Range;
import org.serai.chat.template.value.Value.Real;
import org.serai.chat.template.value.Value.Sequence;
import org.serai.chat.template.value.Value.Stream;
import org.serai.chat.template.value.Value.Text;
import org.serai.chat.template.value.Value.Tuple;
import org.serai.chat.template.value.Value.Undefined;
import org.serai.chat.template.value.Value.View;

/** Python's names of types and its notion of truth. */
public final class Types {
    private Types() {}

    /** The name in Python's messages, such as {@code str}. */
    public static String name(Value value) {
        return switch (value) {
            case None none -> "NoneType";
            case Bool bool -> "bool";
            case Int integer -> "int";
            case Real real -> "float";
            case Text text -> text.markup() ? "Markup" : "str";
            case Listing list -> "list";
            case Tuple tuple -> "tuple";
            case Range range -> "range";
            case Mapping mapping -> "dict";
            case View view -> view.type();
            case Stream stream -> "generator";
            case Undefined undefined -> "Undefined";
            case Host host -> host.typeName();
        };
    }

    /** The description in Jinja's messages about what is undefined, such as {@code dict object}. */
    public static String describe(Value value) {
        return value instanceof None ? "None" : name(value) + " object";
    }

    /** Whether a condition holds for the value. */
    public static boolean truth(Value value) {
        return switch (value) {
            case None none -> false;
            case Bool bool -> bool.value();
            case Int integer -> integer.value() != 0;
            case Real real -> real.value() != 0;
            case Text text -> !text.text().isEmpty();
            case Sequence sequence -> !sequence.items().isEmpty();
            case Mapping mapping -> !mapping.entries().isEmpty();
            case View view -> !view.items().isEmpty();
            case Stream stream -> true;
            case Undefined undefined -> false;
            case Host host -> true;
        };
    }

    /** Throws where the value is undefined; gives it back otherwise. */
    public static Value defined(Value value) {
        if (value instanceof Undefined undefined) {
            throw TemplateFailure.failed(undefined.message());
        }
        return value;
    }
}

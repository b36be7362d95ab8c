package org.serai.chat.template.syntax;

import java.util.List;
import java.util.Optional;
import org.serai.chat.template.value.Value;

/** What has a value. */
public sealed interface Expression {
    /** A constant. */
    record Literal(Value value) implements Expression {}

    /** A variable. */
    record Name(String name) implements Expression {}

    /** {@code [a, b]} */
    record ListOf(List<Expression> items) implements Expression {}

    /** {@code (a, b)} */
    record TupleOf(List<Expression> items) implements Expression {}

    /** <code>{k: v}</code> */
    record MappingOf(List<Entry> entries) implements Expression {}

    /** A pair of {@link MappingOf}. */
    record Entry(Expression key, Expression value) {}

    /** {@code target.name} */
    record Attribute(Expression target, String name) implements Expression {}

    /** {@code target[key]} */
    record Item(Expression target, Expression key) implements Expression {}

    /** {@code target[start:stop:step]}; absent bounds are the literal {@code none}. */
    record Slice(Expression target, Expression start, Expression stop, Expression step) implements Expression {}

    /** {@code target(…)} */
    record Call(Expression target, CallArguments arguments) implements Expression {}

    /** {@code target|name(…)} */
    record Filtered(Expression target, FilterCall filter) implements Expression {}

    /** A filter and its arguments. */
    record FilterCall(String name, CallArguments arguments) {}

    /** {@code target is name(…)} */
    record Tested(Expression target, String name, CallArguments arguments) implements Expression {}

    /** {@code not operand} */
    record Not(Expression operand) implements Expression {}

    /** {@code left and right} */
    record And(Expression left, Expression right) implements Expression {}

    /** {@code left or right} */
    record Or(Expression left, Expression right) implements Expression {}

    /** {@code first < second <= third}: each neighbouring pair must agree. */
    record Comparison(Expression first, List<Comparand> others) implements Expression {}

    /** An operator and what stands right of it. */
    record Comparand(Relation relation, Expression operand) {}

    /** How two values are compared. */
    enum Relation {
        EQUAL("=="),
        NOT_EQUAL("!="),
        LESS("<"),
        LESS_OR_EQUAL("<="),
        GREATER(">"),
        GREATER_OR_EQUAL(">="),
        IN("in"),
        NOT_IN("not in");

        private final String sign;

        Relation(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }
    }

    /** {@code left + right} and its like. */
    record Binary(Operator operator, Expression left, Expression right) implements Expression {}

    /** The operators of arithmetic. */
    enum Operator {
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE,
        FLOOR_DIVIDE,
        MODULO,
        POWER
    }

    /** {@code -operand} */
    record Negative(Expression operand) implements Expression {}

    /** {@code +operand} */
    record Positive(Expression operand) implements Expression {}

    /** {@code a ~ b ~ c} */
    record Concatenation(List<Expression> parts) implements Expression {}

    /** {@code then if condition else otherwise} */
    record Conditional(Expression condition, Expression then, Optional<Expression> otherwise) implements Expression {}

    /**
     * Arguments of a call.
     *
     * @param spread the operand of {@code *}
     * @param namedSpread the operand of {@code **}
     */
    record CallArguments(
            List<Expression> positional,
            List<NamedArgument> named,
            Optional<Expression> spread,
            Optional<Expression> namedSpread) {
        public static final CallArguments NONE =
                new CallArguments(List.of(), List.of(), Optional.empty(), Optional.empty());
    }

    /** {@code name=value} */
    record NamedArgument(String name, Expression value) {}
}

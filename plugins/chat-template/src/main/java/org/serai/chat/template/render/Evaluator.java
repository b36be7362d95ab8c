package org.serai.chat.template.render;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.serai.chat.template.library.Lookup;
import org.serai.chat.template.library.Rendering;
import org.serai.chat.template.syntax.Expression;
import org.serai.chat.template.syntax.Expression.And;
import org.serai.chat.template.syntax.Expression.Attribute;
import org.serai.chat.template.syntax.Expression.Binary;
import org.serai.chat.template.syntax.Expression.Call;
import org.serai.chat.template.syntax.Expression.CallArguments;
import org.serai.chat.template.syntax.Expression.Comparand;
import org.serai.chat.template.syntax.Expression.Comparison;
import org.serai.chat.template.syntax.Expression.Concatenation;
import org.serai.chat.template.syntax.Expression.Conditional;
import org.serai.chat.template.syntax.Expression.Entry;
import org.serai.chat.template.syntax.Expression.FilterCall;
import org.serai.chat.template.syntax.Expression.Filtered;
import org.serai.chat.template.syntax.Expression.Item;
import org.serai.chat.template.syntax.Expression.ListOf;
import org.serai.chat.template.syntax.Expression.Literal;
import org.serai.chat.template.syntax.Expression.MappingOf;
import org.serai.chat.template.syntax.Expression.Name;
import org.serai.chat.template.syntax.Expression.NamedArgument;
import org.serai.chat.template.syntax.Expression.Negative;
import org.serai.chat.template.syntax.Expression.Not;
import org.serai.chat.template.syntax.Expression.Or;
import org.serai.chat.template.syntax.Expression.Positive;
import org.serai.chat.template.syntax.Expression.Relation;
import org.serai.chat.template.syntax.Expression.Slice;
import org.serai.chat.template.syntax.Expression.Tested;
import org.serai.chat.template.syntax.Expression.TupleOf;
import org.serai.chat.template.value.Arguments;
import org.serai.chat.template.value.Arithmetic;
import org.serai.chat.template.value.Budget;
import org.serai.chat.template.value.Comparisons;
import org.serai.chat.template.value.Iteration;
import org.serai.chat.template.value.Keys;
import org.serai.chat.template.value.Slices;
import org.serai.chat.template.value.TemplateFailure;
import org.serai.chat.template.value.Types;
import org.serai.chat.template.value.Value;
import org.serai.chat.template.value.Value.Callable;
import org.serai.chat.template.value.Value.Listing;
import org.serai.chat.template.value.Value.Mapping;
import org.serai.chat.template.value.Value.Text;
import org.serai.chat.template.value.Value.Tuple;
import org.serai.chat.template.value.Value.Undefined;

/** Finds the values of expressions. Belongs to one rendering. */
final class Evaluator {
    private final Rendering rendering;
    private final Budget budget;
    private final Arithmetic arithmetic;
    private final Lookup lookup;

    Evaluator(Rendering rendering) {
        this.rendering = rendering;
        this.budget = rendering.budget();
        this.arithmetic = new Arithmetic(budget);
        this.lookup = new Lookup(rendering);
    }

    Value evaluate(Expression expression, Scope scope) {
        budget.step();
        budget.enter();
        Value value = value(expression, scope);
        budget.leave();
        return value;
    }

    boolean holds(Expression condition, Scope scope) {
        return Types.truth(evaluate(condition, scope));
    }

    private Value value(Expression expression, Scope scope) {
        return switch (expression) {
            case Literal literal -> literal.value();
            case Name name ->
                scope.get(name.name()).orElseGet(() -> new Undefined("'" + name.name() + "' is undefined"));
            case Attribute attribute -> lookup.attribute(evaluate(attribute.target(), scope), attribute.name());
            case Item item -> lookup.item(evaluate(item.target(), scope), evaluate(item.key(), scope));
            case Slice slice -> slice(slice, scope);
            case Call call -> call(evaluate(call.target(), scope), arguments(call.arguments(), scope));
            case Filtered filtered -> filter(filtered.filter(), evaluate(filtered.target(), scope), scope);
            case Tested tested ->
                Value.of(rendering.test(
                        tested.name(), evaluate(tested.target(), scope), arguments(tested.arguments(), scope)));
            case Not not -> Value.of(!holds(not.operand(), scope));
            case And and -> {
                Value left = evaluate(and.left(), scope);
                yield Types.truth(left) ? evaluate(and.right(), scope) : left;
            }
            case Or or -> {
                Value left = evaluate(or.left(), scope);
                yield Types.truth(left) ? left : evaluate(or.right(), scope);
            }
            case Comparison comparison -> Value.of(agrees(comparison, scope));
            case Binary binary -> binary(binary, scope);
            case Negative negative -> arithmetic.negate(evaluate(negative.operand(), scope));
            case Positive positive -> arithmetic.plus(evaluate(positive.operand(), scope));
            case Concatenation concatenation -> concatenation(concatenation, scope);
            case Conditional conditional -> conditional(conditional, scope);
            case ListOf list -> new Listing(values(list.items(), scope));
            case TupleOf tuple -> new Tuple(values(tuple.items(), scope), List.of());
            case MappingOf mapping -> mapping(mapping, scope);
        };
    }

    private List<Value> values(List<Expression> expressions, Scope scope) {
        List<Value> values = new ArrayList<>(expressions.size());
        for (Expression expression : expressions) {
            values.add(evaluate(expression, scope));
        }
        return values;
    }

    private Value mapping(MappingOf mapping, Scope scope) {
        Map<Value, Value> entries = new LinkedHashMap<>();
        for (Entry entry : mapping.entries()) {
            entries.put(Keys.checked(evaluate(entry.key(), scope), budget), evaluate(entry.value(), scope));
        }
        return new Mapping(entries);
    }

    private Value slice(Slice slice, Scope scope) {
        Value target = Types.defined(evaluate(slice.target(), scope));
        return Slices.slice(
                        target,
                        evaluate(slice.start(), scope),
                        evaluate(slice.stop(), scope),
                        evaluate(slice.step(), scope),
                        budget)
                .orElseGet(() -> new Undefined(Types.describe(target) + " has no slices"));
    }

    Value filter(FilterCall filter, Value subject, Scope scope) {
        return rendering.filter(filter.name(), subject, arguments(filter.arguments(), scope));
    }

    Value call(Value target, Arguments arguments) {
        if (Types.defined(target) instanceof Callable callable) {
            return callable.call(arguments);
        }
        throw TemplateFailure.failed("'" + Types.name(target) + "' object is not callable");
    }

    Arguments arguments(CallArguments arguments, Scope scope) {
        List<Value> positional = values(arguments.positional(), scope);
        Map<String, Value> named = new LinkedHashMap<>();
        for (NamedArgument argument : arguments.named()) {
            put(named, argument.name(), evaluate(argument.value(), scope));
        }
        if (arguments.spread().isPresent()) {
            positional.addAll(Iteration.list(evaluate(arguments.spread().get(), scope), budget));
        }
        if (arguments.namedSpread().isPresent()) {
            spread(evaluate(arguments.namedSpread().get(), scope), named);
        }
        return positional.isEmpty() && named.isEmpty() ? Arguments.NONE : new Arguments(positional, named);
    }

    private static void spread(Value value, Map<String, Value> named) {
        if (!(Types.defined(value) instanceof Mapping mapping)) {
            throw TemplateFailure.failed("argument after ** must be a mapping, not " + Types.name(value));
        }
        mapping.entries().forEach((key, argument) -> {
            if (!(key instanceof Text name)) {
                throw TemplateFailure.failed("keywords must be strings");
            }
            put(named, name.text(), argument);
        });
    }

    private static void put(Map<String, Value> named, String name, Value value) {
        if (named.put(name, value) != null) {
            throw TemplateFailure.failed("got multiple values for keyword argument '" + name + "'");
        }
    }

    private boolean agrees(Comparison comparison, Scope scope) {
        Value left = evaluate(comparison.first(), scope);
        for (Comparand comparand : comparison.others()) {
            Value right = evaluate(comparand.operand(), scope);
            if (!agrees(comparand.relation(), left, right)) {
                return false;
            }
            left = right;
        }
        return true;
    }

    private boolean agrees(Relation relation, Value left, Value right) {
        return switch (relation) {
            case EQUAL -> Comparisons.equal(left, right, budget);
            case NOT_EQUAL -> !Comparisons.equal(left, right, budget);
            case IN -> Comparisons.contains(right, left, budget);
            case NOT_IN -> !Comparisons.contains(right, left, budget);
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                Comparisons.order(left, right, relation.sign(), budget)
                        .map(order -> agrees(relation, order))
                        .orElse(false);
        };
    }

    private static boolean agrees(Relation relation, int order) {
        return switch (relation) {
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
            case EQUAL, NOT_EQUAL, IN, NOT_IN -> throw new IllegalArgumentException(relation.sign());
        };
    }

    private Value binary(Binary binary, Scope scope) {
        Value left = evaluate(binary.left(), scope);
        Value right = evaluate(binary.right(), scope);
        return switch (binary.operator()) {
            case ADD -> arithmetic.add(left, right);
            case SUBTRACT -> arithmetic.subtract(left, right);
            case MULTIPLY -> arithmetic.multiply(left, right);
            case DIVIDE -> arithmetic.divide(left, right);
            case FLOOR_DIVIDE -> arithmetic.floorDivide(left, right);
            case MODULO -> arithmetic.modulo(left, right);
            case POWER -> arithmetic.power(left, right);
        };
    }

    private Value concatenation(Concatenation concatenation, Scope scope) {
        StringBuilder text = new StringBuilder();
        for (Expression part : concatenation.parts()) {
            text.append(budget.made(rendering.text(evaluate(part, scope))));
        }
        return Value.of(text.toString());
    }

    private Value conditional(Conditional conditional, Scope scope) {
        if (holds(conditional.condition(), scope)) {
            return evaluate(conditional.then(), scope);
        }
        return conditional
                .otherwise()
                .map(otherwise -> evaluate(otherwise, scope))
                .orElseGet(() ->
                        new Undefined("the inline if-expression evaluated to false and no else section was defined."));
    }
}

package org.serai.chat.template.syntax;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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
import org.serai.chat.template.syntax.Expression.Operator;
import org.serai.chat.template.syntax.Expression.Or;
import org.serai.chat.template.syntax.Expression.Positive;
import org.serai.chat.template.syntax.Expression.Relation;
import org.serai.chat.template.syntax.Expression.Slice;
import org.serai.chat.template.syntax.Expression.Tested;
import org.serai.chat.template.syntax.Expression.TupleOf;
import org.serai.chat.template.syntax.Token.Kind;
import org.serai.chat.template.value.Value;

/**
 * Parses expressions by recursive descent. Precedence, from loosest to tightest: {@code if else}, {@code or}, {@code and},
 * {@code not}, comparisons, {@code + -}, {@code ~}, {@code * / // %}, {@code **}, signs, then attributes, items, calls,
 * filters and tests. Jinja differs from Python in where {@code ~} stands, and in {@code **} being left-associative.
 */
final class ExpressionParser {
    private static final Expression NONE = new Literal(Value.None.NONE);

    private final TokenStream tokens;
    private final Vocabulary vocabulary;
    private final List<TemplateSyntaxException> unknownNames = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    ExpressionParser(TokenStream tokens, Vocabulary vocabulary) {
        this.tokens = tokens;
        this.vocabulary = vocabulary;
    }

    /**
     * Runs a parser of something that is only worked on under a condition. An unknown filter or test in it is an error
     * when it is reached, and not before: templates guard what only some renderers know.
     */
    <T> T conditionally(Supplier<T> parser) {
        int known = unknownNames.size();
        T result = parser.get();
        forgetUnknownNames(known);
        return result;
    }

    private void forgetUnknownNames(int known) {
        unknownNames.subList(known, unknownNames.size()).clear();
    }

    /** The variables that were mentioned so far, in order. */
    List<String> names() {
        return Collections.unmodifiableList(names);
    }

    /** Throws where an unknown filter or test is used unconditionally. */
    void checkNames() {
        if (!unknownNames.isEmpty()) {
            throw unknownNames.getFirst();
        }
    }

    Expression expression() {
        return nested(this::conditional);
    }

    /** An expression without {@code if else} at its top, as statements with an {@code if} of their own need it. */
    private Expression unconditional() {
        return nested(this::or);
    }

    private Expression nested(Supplier<Expression> parser) {
        tokens.enter();
        Expression expression = parser.get();
        tokens.leave();
        return expression;
    }

    /** One expression, or several with commas between them, which make a tuple. */
    Expression tuple() {
        return tuple(this::expression, false);
    }

    /** As {@link #tuple}, without {@code if else} at the top. */
    Expression tupleWithoutConditional() {
        return tuple(this::unconditional, false);
    }

    private Expression tuple(Supplier<Expression> element, boolean mayBeEmpty) {
        List<Expression> items = new ArrayList<>();
        boolean comma = false;
        while (!endsTuple()) {
            items.add(element.get());
            if (!tokens.skipOperator(",")) {
                break;
            }
            comma = true;
        }
        if (items.size() == 1 && !comma) {
            return items.getFirst();
        }
        if (items.isEmpty() && !mayBeEmpty) {
            throw tokens.fail("Expected an expression, got '" + tokens.peek().describe() + "'");
        }
        return new TupleOf(List.copyOf(items));
    }

    private boolean endsTuple() {
        Token token = tokens.peek();
        return token.is(Kind.VARIABLE_END)
                || token.is(Kind.BLOCK_END)
                || token.isOperator(")")
                || token.isName("recursive");
    }

    private Expression conditional() {
        int known = unknownNames.size();
        Expression expression = or();
        while (tokens.skipName("if")) {
            Expression condition = or();
            Optional<Expression> otherwise = Optional.empty();
            if (tokens.skipName("else")) {
                otherwise = Optional.of(expression());
            }
            expression = new Conditional(condition, expression, otherwise);
            forgetUnknownNames(known);
        }
        return expression;
    }

    private Expression or() {
        Expression left = and();
        while (tokens.skipName("or")) {
            left = new Or(left, and());
        }
        return left;
    }

    private Expression and() {
        Expression left = not();
        while (tokens.skipName("and")) {
            left = new And(left, not());
        }
        return left;
    }

    private Expression not() {
        return tokens.skipName("not") ? new Not(nested(this::not)) : comparison();
    }

    private Expression comparison() {
        Expression first = sum();
        List<Comparand> others = new ArrayList<>();
        for (Optional<Relation> relation = relation(); relation.isPresent(); relation = relation()) {
            others.add(new Comparand(relation.get(), sum()));
        }
        return others.isEmpty() ? first : new Comparison(first, List.copyOf(others));
    }

    private Optional<Relation> relation() {
        Token token = tokens.peek();
        if (token.isName("not") && tokens.peekSecond().isName("in")) {
            tokens.next();
            tokens.next();
            return Optional.of(Relation.NOT_IN);
        }
        for (Relation relation : Relation.values()) {
            if (token.isOperator(relation.sign()) || (relation == Relation.IN && token.isName("in"))) {
                tokens.next();
                return Optional.of(relation);
            }
        }
        return Optional.empty();
    }

    private Expression sum() {
        Expression left = concatenation();
        while (true) {
            if (tokens.skipOperator("+")) {
                left = new Binary(Operator.ADD, left, concatenation());
            } else if (tokens.skipOperator("-")) {
                left = new Binary(Operator.SUBTRACT, left, concatenation());
            } else {
                return left;
            }
        }
    }

    private Expression concatenation() {
        Expression first = product();
        if (!tokens.peek().isOperator("~")) {
            return first;
        }
        List<Expression> parts = new ArrayList<>(List.of(first));
        while (tokens.skipOperator("~")) {
            parts.add(product());
        }
        return new Concatenation(List.copyOf(parts));
    }

    private Expression product() {
        Expression left = power();
        while (true) {
            if (tokens.skipOperator("*")) {
                left = new Binary(Operator.MULTIPLY, left, power());
            } else if (tokens.skipOperator("/")) {
                left = new Binary(Operator.DIVIDE, left, power());
            } else if (tokens.skipOperator("//")) {
                left = new Binary(Operator.FLOOR_DIVIDE, left, power());
            } else if (tokens.skipOperator("%")) {
                left = new Binary(Operator.MODULO, left, power());
            } else {
                return left;
            }
        }
    }

    private Expression power() {
        Expression left = filtered();
        while (tokens.skipOperator("**")) {
            left = new Binary(Operator.POWER, left, filtered());
        }
        return left;
    }

    private Expression filtered() {
        Expression expression = signed();
        while (true) {
            if (tokens.peek().isOperator("|")) {
                expression = new Filtered(expression, pipedFilter());
            } else if (tokens.skipName("is")) {
                expression = test(expression);
            } else if (tokens.peek().isOperator("(")) {
                expression = new Call(expression, arguments());
            } else {
                return expression;
            }
        }
    }

    private Expression signed() {
        if (tokens.skipOperator("-")) {
            return new Negative(nested(this::signed));
        }
        if (tokens.skipOperator("+")) {
            return new Positive(nested(this::signed));
        }
        return postfix(primary());
    }

    private Expression primary() {
        Token token = tokens.next();
        return switch (token.kind()) {
            case NAME -> name(token.text());
            case STRING -> strings(token);
            case INTEGER -> new Literal(Value.of(integer(token)));
            case FLOAT -> new Literal(new Value.Real(Double.parseDouble(token.text())));
            case OPERATOR -> bracketed(token);
            default -> throw unexpected(token);
        };
    }

    private Expression name(String name) {
        return switch (name) {
            case "true", "True" -> new Literal(Value.TRUE);
            case "false", "False" -> new Literal(Value.FALSE);
            case "none", "None" -> NONE;
            default -> {
                names.add(name);
                yield new Name(name);
            }
        };
    }

    private Expression strings(Token first) {
        StringBuilder text = new StringBuilder(first.text());
        while (tokens.peek().is(Kind.STRING)) {
            text.append(tokens.next().text());
        }
        return new Literal(Value.of(text.toString()));
    }

    private static long integer(Token token) {
        String digits = token.text();
        try {
            char second = digits.length() > 1 ? Character.toLowerCase(digits.charAt(1)) : '0';
            return switch (second) {
                case 'x' -> Long.parseLong(digits, 2, digits.length(), 16);
                case 'o' -> Long.parseLong(digits, 2, digits.length(), 8);
                case 'b' -> Long.parseLong(digits, 2, digits.length(), 2);
                default -> Long.parseLong(digits);
            };
        } catch (NumberFormatException e) {
            throw TemplateSyntaxException.unsupported(token.line(), "the integer " + digits + " goes beyond 64 bits");
        }
    }

    private Expression bracketed(Token opening) {
        return switch (opening.text()) {
            case "(" -> {
                Expression inner = tuple(this::expression, true);
                tokens.expectOperator(")");
                yield inner;
            }
            case "[" -> list();
            case "{" -> mapping();
            default -> throw unexpected(opening);
        };
    }

    private static TemplateSyntaxException unexpected(Token token) {
        return TemplateSyntaxException.at(token.line(), "unexpected '" + token.describe() + "'");
    }

    private Expression list() {
        List<Expression> items = new ArrayList<>();
        while (!tokens.peek().isOperator("]")) {
            items.add(expression());
            if (!tokens.skipOperator(",")) {
                break;
            }
        }
        tokens.expectOperator("]");
        return new ListOf(List.copyOf(items));
    }

    private Expression mapping() {
        List<Entry> entries = new ArrayList<>();
        while (!tokens.peek().isOperator("}")) {
            Expression key = expression();
            tokens.expectOperator(":");
            entries.add(new Entry(key, expression()));
            if (!tokens.skipOperator(",")) {
                break;
            }
        }
        tokens.expectOperator("}");
        return new MappingOf(List.copyOf(entries));
    }

    private Expression postfix(Expression target) {
        Expression expression = target;
        while (true) {
            if (tokens.skipOperator(".")) {
                expression = member(expression);
            } else if (tokens.skipOperator("[")) {
                expression = subscript(expression);
                tokens.expectOperator("]");
            } else if (tokens.peek().isOperator("(")) {
                expression = new Call(expression, arguments());
            } else {
                return expression;
            }
        }
    }

    private Expression member(Expression target) {
        Token token = tokens.next();
        return switch (token.kind()) {
            case NAME -> new Attribute(target, token.text());
            case INTEGER -> new Item(target, new Literal(Value.of(integer(token))));
            default -> throw TemplateSyntaxException.at(token.line(), "expected name or number");
        };
    }

    private Expression subscript(Expression target) {
        Expression start = NONE;
        if (!tokens.peek().isOperator(":")) {
            start = expression();
            if (tokens.peek().isOperator(",")) {
                throw TemplateSyntaxException.unsupported(tokens.line(), "an index of several values is not supported");
            }
            if (!tokens.peek().isOperator(":")) {
                return new Item(target, start);
            }
        }
        tokens.expectOperator(":");
        Expression stop = bound();
        Expression step = tokens.skipOperator(":") ? bound() : NONE;
        return new Slice(target, start, stop, step);
    }

    private Expression bound() {
        boolean absent = tokens.peek().isOperator(":") || tokens.peek().isOperator("]");
        return absent ? NONE : expression();
    }

    /** A filter with the {@code |} before it. */
    FilterCall pipedFilter() {
        tokens.expectOperator("|");
        return filter();
    }

    /** A filter's name and arguments. */
    FilterCall filter() {
        int line = tokens.line();
        String name = dottedName();
        if (!vocabulary.filters().contains(name)) {
            unknownNames.add(TemplateSyntaxException.unsupported(line, "No filter named '" + name + "'."));
        }
        return new FilterCall(name, tokens.peek().isOperator("(") ? arguments() : CallArguments.NONE);
    }

    private Expression test(Expression target) {
        boolean negated = tokens.skipName("not");
        int line = tokens.line();
        String name = dottedName();
        if (!vocabulary.tests().contains(name)) {
            unknownNames.add(TemplateSyntaxException.unsupported(line, "No test named '" + name + "'."));
        }
        CallArguments arguments = CallArguments.NONE;
        if (tokens.peek().isOperator("(")) {
            arguments = arguments();
        } else if (beginsOperand()) {
            if (tokens.peek().isName("is")) {
                throw tokens.fail("You cannot chain multiple tests with is");
            }
            Expression operand = nested(() -> postfix(primary()));
            arguments = new CallArguments(List.of(operand), List.of(), Optional.empty(), Optional.empty());
        }
        Expression test = new Tested(target, name, arguments);
        return negated ? new Not(test) : test;
    }

    /** True where the one argument of a test follows without parentheses. */
    private boolean beginsOperand() {
        Token token = tokens.peek();
        return switch (token.kind()) {
            case NAME -> !token.isName("else") && !token.isName("or") && !token.isName("and");
            case STRING, INTEGER, FLOAT -> true;
            case OPERATOR -> token.isOperator("[") || token.isOperator("{");
            default -> false;
        };
    }

    private String dottedName() {
        StringBuilder name = new StringBuilder(tokens.expect(Kind.NAME).text());
        while (tokens.skipOperator(".")) {
            name.append('.').append(tokens.expect(Kind.NAME).text());
        }
        return name.toString();
    }

    private CallArguments arguments() {
        tokens.expectOperator("(");
        List<Expression> positional = new ArrayList<>();
        List<NamedArgument> named = new ArrayList<>();
        Optional<Expression> spread = Optional.empty();
        Optional<Expression> namedSpread = Optional.empty();
        while (!tokens.peek().isOperator(")")) {
            boolean onlyPositional = named.isEmpty() && spread.isEmpty() && namedSpread.isEmpty();
            if (tokens.skipOperator("**")) {
                checkOrder(namedSpread.isEmpty());
                namedSpread = Optional.of(expression());
            } else if (tokens.skipOperator("*")) {
                checkOrder(spread.isEmpty() && namedSpread.isEmpty());
                spread = Optional.of(expression());
            } else if (tokens.peek().is(Kind.NAME) && tokens.peekSecond().isOperator("=")) {
                checkOrder(namedSpread.isEmpty());
                String name = tokens.next().text();
                tokens.expectOperator("=");
                named.add(new NamedArgument(name, expression()));
            } else {
                checkOrder(onlyPositional);
                positional.add(expression());
            }
            if (!tokens.skipOperator(",")) {
                break;
            }
        }
        tokens.expectOperator(")");
        return new CallArguments(List.copyOf(positional), List.copyOf(named), spread, namedSpread);
    }

    private void checkOrder(boolean good) {
        if (!good) {
            throw tokens.fail("invalid syntax for function call expression");
        }
    }
}

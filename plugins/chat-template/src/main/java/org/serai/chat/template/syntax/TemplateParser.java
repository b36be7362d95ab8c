package org.serai.chat.template.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.serai.chat.template.syntax.Expression.Call;
import org.serai.chat.template.syntax.Expression.FilterCall;
import org.serai.chat.template.syntax.Statement.Assign;
import org.serai.chat.template.syntax.Statement.AssignBlock;
import org.serai.chat.template.syntax.Statement.Branch;
import org.serai.chat.template.syntax.Statement.Break;
import org.serai.chat.template.syntax.Statement.CallBlock;
import org.serai.chat.template.syntax.Statement.Continue;
import org.serai.chat.template.syntax.Statement.Data;
import org.serai.chat.template.syntax.Statement.FilterBlock;
import org.serai.chat.template.syntax.Statement.For;
import org.serai.chat.template.syntax.Statement.If;
import org.serai.chat.template.syntax.Statement.MacroDefinition;
import org.serai.chat.template.syntax.Statement.Output;
import org.serai.chat.template.syntax.Statement.Parameter;
import org.serai.chat.template.syntax.Statement.Scoped;
import org.serai.chat.template.syntax.Statement.Target;
import org.serai.chat.template.syntax.Token.Kind;

/**
 * Parses templates: Jinja's statements but those that load other templates, with {@code break} and {@code continue} and
 * the {@code generation} block that the model hubs add.
 */
public final class TemplateParser {
    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private int loops;

    private TemplateParser(TokenStream tokens, Vocabulary vocabulary) {
        this.tokens = tokens;
        this.expressions = new ExpressionParser(tokens, vocabulary);
    }

    /**
     * Parses a template.
     *
     * @throws TemplateSyntaxException where the source is no template, or uses what is not known
     */
    public static List<Statement> parse(String source, Vocabulary vocabulary) {
        TemplateParser parser = new TemplateParser(new TokenStream(Lexer.tokens(source)), vocabulary);
        List<Statement> statements = parser.statements(Set.of());
        parser.expressions.checkNames();
        return statements;
    }

    /** Statements up to a tag with one of the names, of which the beginning and the name are read. */
    private List<Statement> statements(Set<String> ends) {
        tokens.enter();
        List<Statement> statements = new ArrayList<>();
        while (true) {
            Token token = tokens.next();
            switch (token.kind()) {
                case DATA -> statements.add(new Data(token.text()));
                case VARIABLE_BEGIN -> {
                    statements.add(new Output(expressions.tuple(), token.line()));
                    tokens.expect(Kind.VARIABLE_END);
                }
                case BLOCK_BEGIN -> {
                    if (tokens.peek().is(Kind.NAME)
                            && ends.contains(tokens.peek().text())) {
                        tokens.leave();
                        return List.copyOf(statements);
                    }
                    statements.add(statement());
                    tokens.expect(Kind.BLOCK_END);
                }
                default -> {
                    if (!ends.isEmpty()) {
                        throw tokens.fail("Unexpected end of template. Jinja was looking for the following tags: "
                                + String.join(" or ", ends.stream().sorted().toList()) + ".");
                    }
                    return List.copyOf(statements);
                }
            }
        }
    }

    /** Statements between the end of a tag and its closing tag. */
    private List<Statement> body(String end) {
        tokens.expect(Kind.BLOCK_END);
        List<Statement> body = statements(Set.of(end));
        tokens.expectName(end);
        return body;
    }

    private Statement statement() {
        int line = tokens.line();
        String tag = tokens.expect(Kind.NAME).text();
        return switch (tag) {
            case "if" -> expressions.conditionally(this::conditional);
            case "for" -> loop(line);
            case "set" -> assignment(line);
            case "macro" -> macro(line);
            case "call" -> callBlock(line);
            case "filter" -> filterBlock(line);
            case "with" -> with(line);
            case "generation" -> new Scoped(List.of(), outsideOfLoops(() -> body("endgeneration")));
            case "break" -> inLoop(line, tag, new Break());
            case "continue" -> inLoop(line, tag, new Continue());
            default -> throw TemplateSyntaxException.unsupported(line, "Encountered unknown tag '" + tag + "'.");
        };
    }

    private Statement inLoop(int line, String tag, Statement statement) {
        if (loops == 0) {
            throw TemplateSyntaxException.at(line, "'" + tag + "' outside of a loop");
        }
        return statement;
    }

    /** Parses a body that a {@code break} cannot leave. */
    private List<Statement> outsideOfLoops(Supplier<List<Statement>> body) {
        int outer = loops;
        loops = 0;
        List<Statement> statements = body.get();
        loops = outer;
        return statements;
    }

    private Statement conditional() {
        List<Branch> branches = new ArrayList<>();
        while (true) {
            int line = tokens.line();
            Expression condition = expressions.tupleWithoutConditional();
            tokens.expect(Kind.BLOCK_END);
            branches.add(new Branch(condition, statements(Set.of("elif", "else", "endif")), line));
            if (!tokens.skipName("elif")) {
                break;
            }
        }
        List<Statement> otherwise = List.of();
        if (tokens.skipName("else")) {
            otherwise = body("endif");
        } else {
            tokens.expectName("endif");
        }
        return new If(List.copyOf(branches), otherwise);
    }

    private Statement loop(int line) {
        Target target = targets();
        tokens.expectName("in");
        Expression items = expressions.tupleWithoutConditional();
        Optional<Expression> filter = tokens.skipName("if") ? Optional.of(expressions.expression()) : Optional.empty();
        boolean recursive = tokens.skipName("recursive");
        tokens.expect(Kind.BLOCK_END);
        loops++;
        List<Statement> body = statements(Set.of("else", "endfor"));
        loops--;
        List<Statement> otherwise = List.of();
        if (tokens.skipName("else")) {
            otherwise = body("endfor");
        } else {
            tokens.expectName("endfor");
        }
        return new For(target, items, filter, recursive, body, otherwise, line);
    }

    private Statement assignment(int line) {
        Target target = targets();
        if (tokens.skipOperator("=")) {
            return new Assign(target, expressions.tuple(), line);
        }
        List<FilterCall> filters = pipedFilters();
        return new AssignBlock(target, filters, body("endset"), line);
    }

    private List<FilterCall> pipedFilters() {
        List<FilterCall> filters = new ArrayList<>();
        while (tokens.peek().isOperator("|")) {
            filters.add(expressions.pipedFilter());
        }
        return filters;
    }

    private Target targets() {
        List<Target> targets = new ArrayList<>();
        targets.add(target());
        boolean comma = false;
        while (tokens.skipOperator(",")) {
            comma = true;
            if (tokens.peek().isName("in")
                    || tokens.peek().isOperator("=")
                    || tokens.peek().isOperator(")")) {
                break;
            }
            targets.add(target());
        }
        return comma ? new Target.Elements(List.copyOf(targets)) : targets.getFirst();
    }

    private Target target() {
        if (tokens.skipOperator("(")) {
            tokens.enter();
            Target inner = targets();
            tokens.leave();
            tokens.expectOperator(")");
            return inner;
        }
        String name = variable();
        return tokens.skipOperator(".")
                ? new Target.Member(name, tokens.expect(Kind.NAME).text())
                : new Target.Variable(name);
    }

    private String variable() {
        String name = tokens.expect(Kind.NAME).text();
        if (Set.of("true", "false", "none", "True", "False", "None").contains(name)) {
            throw tokens.fail("can't assign to '" + name + "'");
        }
        return name;
    }

    private Statement macro(int line) {
        String name = variable();
        return macro(name, parameters(), "endmacro", line);
    }

    private MacroDefinition macro(String name, List<Parameter> parameters, String end, int line) {
        int before = expressions.names().size();
        List<Statement> body = outsideOfLoops(() -> body(end));
        List<String> names =
                expressions.names().subList(before, expressions.names().size());
        return new MacroDefinition(name, parameters, body, Set.copyOf(names), line);
    }

    private List<Parameter> parameters() {
        tokens.expectOperator("(");
        List<Parameter> parameters = new ArrayList<>();
        boolean defaults = false;
        while (!tokens.peek().isOperator(")")) {
            String name = variable();
            Optional<Expression> otherwise =
                    tokens.skipOperator("=") ? Optional.of(expressions.expression()) : Optional.empty();
            if (defaults && otherwise.isEmpty()) {
                throw tokens.fail("non-default argument follows default argument");
            }
            defaults |= otherwise.isPresent();
            parameters.add(new Parameter(name, otherwise));
            if (!tokens.skipOperator(",")) {
                break;
            }
        }
        tokens.expectOperator(")");
        return List.copyOf(parameters);
    }

    private Statement callBlock(int line) {
        List<Parameter> parameters = tokens.peek().isOperator("(") ? parameters() : List.of();
        if (!(expressions.expression() instanceof Call call)) {
            throw tokens.fail("expected call");
        }
        return new CallBlock(call, macro("caller", parameters, "endcall", line), line);
    }

    private Statement filterBlock(int line) {
        List<FilterCall> filters = new ArrayList<>();
        filters.add(expressions.filter());
        filters.addAll(pipedFilters());
        return new FilterBlock(List.copyOf(filters), body("endfilter"), line);
    }

    private Statement with(int line) {
        List<Assign> assignments = new ArrayList<>();
        while (!tokens.peek().is(Kind.BLOCK_END)) {
            if (!assignments.isEmpty()) {
                tokens.expectOperator(",");
            }
            Target target = target();
            tokens.expectOperator("=");
            assignments.add(new Assign(target, expressions.expression(), line));
        }
        return new Scoped(List.copyOf(assignments), body("endwith"));
    }
}

package org.serai.chat.template.render;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.serai.chat.template.library.Library;
import org.serai.chat.template.library.Namespace;
import org.serai.chat.template.library.Rendering;
import org.serai.chat.template.syntax.Expression;
import org.serai.chat.template.syntax.Expression.FilterCall;
import org.serai.chat.template.syntax.Statement;
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
import org.serai.chat.template.syntax.Statement.Scoped;
import org.serai.chat.template.syntax.Statement.Target;
import org.serai.chat.template.value.Arguments;
import org.serai.chat.template.value.Budget;
import org.serai.chat.template.value.Display;
import org.serai.chat.template.value.Iteration;
import org.serai.chat.template.value.Limits;
import org.serai.chat.template.value.TemplateFailure;
import org.serai.chat.template.value.Value;
import org.serai.chat.template.value.Value.Undefined;

/** Carries out the statements of a template, once. Not thread-safe. */
public final class Renderer {
    /** What comes after a statement. */
    private enum Flow {
        NEXT,
        BREAK,
        CONTINUE
    }

    private final Library library;
    private final Budget budget;
    private final Evaluator evaluator;
    private int line = 1;

    public Renderer(Library library, Limits limits) {
        this.library = library;
        this.budget = new Budget(limits);
        this.evaluator = new Evaluator(new LibraryRendering());
    }

    private final class LibraryRendering implements Rendering {
        @Override
        public Budget budget() {
            return budget;
        }

        @Override
        public Value filter(String name, Value subject, Arguments arguments) {
            return library.filter(name, subject, arguments, this);
        }

        @Override
        public boolean test(String name, Value subject, Arguments arguments) {
            return library.test(name, subject, arguments, this);
        }
    }

    /**
     * Renders a template.
     *
     * @throws TemplateFailure where it ends early; {@link #line} says where
     */
    public String render(List<Statement> template, Map<String, Value> variables) {
        Map<String, Value> all = new HashMap<>(library.globals(budget));
        all.putAll(variables);
        return capture(template, new Scope(all).inner());
    }

    /** The line of the source that is worked on. */
    public int line() {
        return line;
    }

    private String capture(List<Statement> statements, Scope scope) {
        StringBuilder out = new StringBuilder();
        run(statements, scope, out);
        return out.toString();
    }

    private Flow run(List<Statement> statements, Scope scope, StringBuilder out) {
        budget.enter();
        Flow flow = Flow.NEXT;
        for (Iterator<Statement> all = statements.iterator(); all.hasNext() && flow == Flow.NEXT; ) {
            budget.step();
            flow = run(all.next(), scope, out);
        }
        budget.leave();
        return flow;
    }

    private Flow run(Statement statement, Scope scope, StringBuilder out) {
        switch (statement) {
            case Data data -> out.append(budget.made(data.text()));
            case Output output -> {
                line = output.line();
                out.append(budget.made(text(evaluator.evaluate(output.expression(), scope))));
            }
            case If conditional -> {
                return conditional(conditional, scope, out);
            }
            case For loop -> {
                line = loop.line();
                repeat(loop, evaluator.evaluate(loop.items(), scope), scope, 0, out);
            }
            case Break ignored -> {
                return Flow.BREAK;
            }
            case Continue ignored -> {
                return Flow.CONTINUE;
            }
            case Assign assign -> {
                line = assign.line();
                assign(assign.target(), evaluator.evaluate(assign.value(), scope), scope);
            }
            case AssignBlock block -> {
                String text = capture(block.body(), scope.inner());
                line = block.line();
                assign(block.target(), filtered(text, block.filters(), scope), scope);
            }
            case FilterBlock block -> {
                String text = capture(block.body(), scope.inner());
                line = block.line();
                out.append(budget.made(text(filtered(text, block.filters(), scope))));
            }
            case MacroDefinition macro -> scope.set(macro.name(), new Macro(macro, scope));
            case CallBlock block -> {
                line = block.line();
                out.append(budget.made(text(call(block, scope))));
            }
            case Scoped scoped -> {
                return run(scoped.body(), scopeOf(scoped, scope), out);
            }
        }
        return Flow.NEXT;
    }

    private String text(Value value) {
        return Display.text(value, budget);
    }

    private Value filtered(String text, List<FilterCall> filters, Scope scope) {
        Value value = Value.of(text);
        for (FilterCall filter : filters) {
            value = evaluator.filter(filter, value, scope);
        }
        return value;
    }

    private Flow conditional(If conditional, Scope scope, StringBuilder out) {
        for (Branch branch : conditional.branches()) {
            line = branch.line();
            if (evaluator.holds(branch.condition(), scope)) {
                return run(branch.body(), scope, out);
            }
        }
        return run(conditional.otherwise(), scope, out);
    }

    /** The values of a {@code with} are found before any of its variables is set. */
    private Scope scopeOf(Scoped scoped, Scope scope) {
        List<Value> values = new ArrayList<>();
        for (Assign assign : scoped.assignments()) {
            line = assign.line();
            values.add(evaluator.evaluate(assign.value(), scope));
        }
        Scope inner = scope.inner();
        for (int i = 0; i < values.size(); i++) {
            assign(scoped.assignments().get(i).target(), values.get(i), inner);
        }
        return inner;
    }

    private void assign(Target target, Value value, Scope scope) {
        switch (target) {
            case Target.Variable variable -> scope.set(variable.name(), value);
            case Target.Member member -> {
                if (!(scope.get(member.namespace()).orElse(Value.None.NONE) instanceof Namespace namespace)) {
                    throw TemplateFailure.failed("cannot assign attribute on non-namespace object");
                }
                namespace.set(member.name(), value);
            }
            case Target.Elements elements -> {
                List<Value> values = Iteration.list(value, budget);
                int wanted = elements.targets().size();
                if (values.size() != wanted) {
                    throw TemplateFailure.failed(
                            values.size() < wanted
                                    ? "not enough values to unpack (expected " + wanted + ", got " + values.size() + ")"
                                    : "too many values to unpack (expected " + wanted + ")");
                }
                for (int i = 0; i < wanted; i++) {
                    assign(elements.targets().get(i), values.get(i), scope);
                }
            }
        }
    }

    private void repeat(For loop, Value items, Scope scope, int depth, StringBuilder out) {
        Loop state = new Loop(
                elements(loop, items, scope), depth, loop.recursive() ? recursion(loop, scope, depth) : null, budget);
        Flow flow = Flow.NEXT;
        while (flow != Flow.BREAK && state.advance()) {
            Scope inner = scope.inner();
            inner.set("loop", state);
            assign(loop.target(), state.item(), inner);
            flow = run(loop.body(), inner, out);
        }
        if (state.isEmpty()) {
            run(loop.otherwise(), scope.inner(), out);
        }
    }

    /** Renders the loop again, for elements of an element. */
    private Value.Callable recursion(For loop, Scope scope, int depth) {
        return new Function("loop", arguments -> {
            StringBuilder inner = new StringBuilder();
            repeat(loop, arguments.positional().getFirst(), scope, depth + 1, inner);
            return Value.of(inner.toString());
        });
    }

    private Iterator<Value> elements(For loop, Value items, Scope scope) {
        Iterator<Value> all = Iteration.iterator(items);
        if (loop.filter().isEmpty()) {
            return all;
        }
        Expression filter = loop.filter().get();
        return new FilteringIterator(all, item -> {
            Scope inner = scope.inner();
            assign(loop.target(), item, inner);
            return evaluator.holds(filter, inner);
        });
    }

    private Value call(CallBlock block, Scope scope) {
        Value target = evaluator.evaluate(block.call().target(), scope);
        Arguments given = evaluator.arguments(block.call().arguments(), scope);
        Map<String, Value> named = new LinkedHashMap<>(given.named());
        named.put("caller", new Macro(block.caller(), scope));
        return evaluator.call(target, new Arguments(given.positional(), named));
    }

    /** A macro with the scope in which it was defined. */
    private final class Macro implements Value.Callable {
        private final MacroDefinition definition;
        private final Scope scope;

        Macro(MacroDefinition definition, Scope scope) {
            this.definition = definition;
            this.scope = scope;
        }

        @Override
        public String typeName() {
            return "Macro";
        }

        @Override
        public Optional<Value> attribute(String name) {
            return switch (name) {
                case "name" -> Optional.of(Value.of(definition.name()));
                case "arguments" ->
                    Optional.of(new Value.Tuple(
                            definition.parameters().stream()
                                    .map(parameter -> Value.of(parameter.name()))
                                    .toList(),
                            List.of()));
                case "caller" -> Optional.of(Value.of(takes("caller")));
                case "catch_varargs" -> Optional.of(Value.of(takes("varargs")));
                case "catch_kwargs" -> Optional.of(Value.of(takes("kwargs")));
                default -> Optional.empty();
            };
        }

        private boolean takes(String name) {
            return definition.names().contains(name);
        }

        @Override
        public Value call(Arguments arguments) {
            int callersLine = line;
            String text = capture(definition.body(), bind(arguments));
            line = callersLine;
            return Value.of(text);
        }

        private Scope bind(Arguments arguments) {
            Scope inner = scope.inner();
            Map<String, Value> named = new LinkedHashMap<>(arguments.named());
            int count = definition.parameters().size();
            for (int i = 0; i < count; i++) {
                Statement.Parameter parameter = definition.parameters().get(i);
                Value given = i < arguments.positional().size()
                        ? arguments.positional().get(i)
                        : named.remove(parameter.name());
                inner.set(parameter.name(), given != null ? given : absent(parameter, inner));
            }
            bindRest(
                    arguments
                            .positional()
                            .subList(
                                    Math.min(count, arguments.positional().size()),
                                    arguments.positional().size()),
                    named,
                    inner);
            return inner;
        }

        private Value absent(Statement.Parameter parameter, Scope inner) {
            return parameter
                    .otherwise()
                    .map(otherwise -> evaluator.evaluate(otherwise, inner))
                    .orElseGet(() -> new Undefined("parameter '" + parameter.name() + "' was not provided"));
        }

        private void bindRest(List<Value> positional, Map<String, Value> named, Scope inner) {
            if (takes("caller")) {
                Value caller = named.remove("caller");
                inner.set("caller", caller != null ? caller : new Undefined("No caller defined"));
            }
            if (takes("kwargs")) {
                Map<Value, Value> rest = new LinkedHashMap<>();
                named.forEach((name, value) -> rest.put(Value.of(name), value));
                inner.set("kwargs", new Value.Mapping(rest));
            } else if (!named.isEmpty()) {
                throw TemplateFailure.failed("macro '" + definition.name() + "' takes no keyword argument '"
                        + named.keySet().iterator().next() + "'");
            }
            if (takes("varargs")) {
                inner.set("varargs", new Value.Tuple(positional, List.of()));
            } else if (!positional.isEmpty()) {
                throw TemplateFailure.failed("macro '" + definition.name() + "' takes not more than "
                        + definition.parameters().size() + " argument(s)");
            }
        }
    }
}

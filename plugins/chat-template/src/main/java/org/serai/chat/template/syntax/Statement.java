package org.serai.chat.template.syntax;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.serai.chat.template.syntax.Expression.FilterCall;

/** A part of a template, in the order in which parts are worked on. */
public sealed interface Statement {
    /** Text that is written as it is. */
    record Data(String text) implements Statement {}

    /** <code>{{ expression }}</code> */
    record Output(Expression expression, int line) implements Statement {}

    /** <code>{% if %} {% elif %} {% else %}</code> */
    record If(List<Branch> branches, List<Statement> otherwise) implements Statement {}

    /** A condition and what is done where it holds. */
    record Branch(Expression condition, List<Statement> body, int line) {}

    /**
     * <code>{% for target in items if filter recursive %} … {% else %} … {% endfor %}</code>
     *
     * @param otherwise is done where there is no element
     */
    record For(
            Target target,
            Expression items,
            Optional<Expression> filter,
            boolean recursive,
            List<Statement> body,
            List<Statement> otherwise,
            int line)
            implements Statement {}

    /** <code>{% break %}</code> */
    record Break() implements Statement {}

    /** <code>{% continue %}</code> */
    record Continue() implements Statement {}

    /** <code>{% set target = value %}</code> */
    record Assign(Target target, Expression value, int line) implements Statement {}

    /** <code>{% set target | filters %} … {% endset %}</code> */
    record AssignBlock(Target target, List<FilterCall> filters, List<Statement> body, int line) implements Statement {}

    /**
     * <code>{% macro name(parameters) %} … {% endmacro %}</code>
     *
     * @param names the variables that the body mentions: {@code varargs}, {@code kwargs} and {@code caller} among them
     *     say what the macro takes beside its parameters
     */
    record MacroDefinition(String name, List<Parameter> parameters, List<Statement> body, Set<String> names, int line)
            implements Statement {}

    /** A parameter of a macro, and its default. */
    record Parameter(String name, Optional<Expression> otherwise) {}

    /** <code>{% call(parameters) macro(…) %} … {% endcall %}</code> */
    record CallBlock(Expression.Call call, MacroDefinition caller, int line) implements Statement {}

    /** <code>{% filter filters %} … {% endfilter %}</code> */
    record FilterBlock(List<FilterCall> filters, List<Statement> body, int line) implements Statement {}

    /**
     * Statements with variables of their own: <code>{% with %}</code>, and without any the
     * <code>{% generation %}</code> that marks the model's own words for training.
     */
    record Scoped(List<Assign> assignments, List<Statement> body) implements Statement {}

    /** What can be assigned to. */
    sealed interface Target {
        /** A variable. */
        record Variable(String name) implements Target {}

        /** An attribute of a namespace. */
        record Member(String namespace, String name) implements Target {}

        /** The elements of a value, one by one. */
        record Elements(List<Target> targets) implements Target {}
    }
}

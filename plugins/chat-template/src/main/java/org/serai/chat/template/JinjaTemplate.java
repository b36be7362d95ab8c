package org.serai.chat.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.serai.chat.template.library.Library;
import org.serai.chat.template.render.Renderer;
import org.serai.chat.template.syntax.Statement;
import org.serai.chat.template.value.Conversion;
import org.serai.chat.template.value.Limits;
import org.serai.chat.template.value.TemplateFailure;
import org.serai.chat.template.value.Value;
import org.serai.error.SeraiException;
import org.serai.model.ChatTemplate;

/** A parsed template. */
final class JinjaTemplate implements ChatTemplate {
    private final List<Statement> statements;
    private final Library library;

    JinjaTemplate(List<Statement> statements, Library library) {
        this.statements = statements;
        this.library = library;
    }

    @Override
    public String render(Map<String, ?> variables) {
        Conversion conversion = new Conversion();
        Map<String, Value> values = converted(variables, conversion);
        Renderer renderer = new Renderer(library, Limits.forInput(conversion.characters()));
        try {
            return renderer.render(statements, values);
        } catch (TemplateFailure failure) {
            throw error(failure, renderer.line());
        } catch (StackOverflowError e) {
            // the caller's stack is smaller than the limit of depth supposes, or a value is nested very deeply
            throw new SeraiException(
                    ChatTemplateErrors.LIMIT,
                    "The chat template was stopped at line " + renderer.line()
                            + ": its calls or values are nested too deeply",
                    e);
        }
    }

    private static Map<String, Value> converted(Map<String, ?> variables, Conversion conversion) {
        Map<String, Value> values = new LinkedHashMap<>();
        try {
            variables.forEach((name, value) -> values.put(name, conversion.value(name, value)));
        } catch (IllegalArgumentException e) {
            throw new SeraiException(
                    ChatTemplateErrors.VARIABLE,
                    "A variable of the chat template is not JSON-like: " + e.getMessage(),
                    e);
        }
        return values;
    }

    private static SeraiException error(TemplateFailure failure, int line) {
        return switch (failure.kind()) {
            case RAISED ->
                new SeraiException(
                        ChatTemplateErrors.RAISED,
                        "The chat template refuses the conversation: " + failure.text(),
                        failure);
            case FAILED ->
                new SeraiException(
                        ChatTemplateErrors.FAILED,
                        "The chat template failed at line " + line + ": " + failure.text(),
                        failure);
            case UNSUPPORTED ->
                new SeraiException(
                        ChatTemplateErrors.UNSUPPORTED,
                        "Line " + line + " of the chat template uses what Serai's Jinja does not have: "
                                + failure.text(),
                        failure);
            case LIMIT ->
                new SeraiException(
                        ChatTemplateErrors.LIMIT,
                        "The chat template was stopped at line " + line + ": " + failure.text(),
                        failure);
        };
    }
}

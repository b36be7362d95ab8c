package org.serai.camel.component;

import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.spi.Language;
import org.jspecify.annotations.Nullable;

/** A text in the Simple language, from an option or from the file that the option names. Thread-safe. */
final class PromptText {
    private static final String RESOURCE = "resource:";

    private final Supplier<Expression> expression;

    private PromptText(Supplier<Expression> expression) {
        this.expression = expression;
    }

    /**
     * Reads and compiles the text. That of a file is read again when the file has changed.
     *
     * @param option the option's name, for messages
     * @param value the option's value; null for none
     */
    static @Nullable PromptText compile(CamelContext context, String option, @Nullable String value) {
        if (value == null) {
            return null;
        }
        Language simple = context.resolveLanguage("simple");
        if (value.startsWith(RESOURCE)) {
            String location = value.substring(RESOURCE.length());
            return new PromptText(new PromptFile(context, option, location, simple::createExpression));
        }
        Expression fixed = simple.createExpression(value);
        return new PromptText(() -> fixed);
    }

    String render(Exchange exchange) {
        String text = expression.get().evaluate(exchange, String.class);
        return text == null ? "" : text;
    }
}

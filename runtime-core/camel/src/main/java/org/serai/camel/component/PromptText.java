package org.serai.camel.component;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;
import org.serai.error.SeraiException;

/** A text in the Simple language, from an option or from the file that the option names. Thread-safe. */
final class PromptText {
    private static final String RESOURCE = "resource:";
    private static final String FILE = "file:";
    private static final String CLASSPATH = "classpath:";

    private final Expression expression;

    private PromptText(Expression expression) {
        this.expression = expression;
    }

    /**
     * Reads and compiles the text.
     *
     * @param option the option's name, for messages
     * @param value the option's value; null for none
     */
    static @Nullable PromptText compile(CamelContext context, String option, @Nullable String value) {
        if (value == null) {
            return null;
        }
        String text = value.startsWith(RESOURCE) ? read(context, option, value.substring(RESOURCE.length())) : value;
        return new PromptText(context.resolveLanguage("simple").createExpression(text));
    }

    String render(Exchange exchange) {
        String text = expression.evaluate(exchange, String.class);
        return text == null ? "" : text;
    }

    private static String read(CamelContext context, String option, String location) {
        String resolved = resolve(context, option, location);
        Resource resource = PluginHelper.getResourceLoader(context).resolveResource(resolved);
        try (InputStream in = resource.getInputStream()) {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(in.readAllBytes()))
                    .toString()
                    .stripTrailing(); // the line end that editors add is not meant for the model
        } catch (CharacterCodingException e) {
            throw unreadable(option, resolved, "it is not UTF-8; save it as UTF-8", e);
        } catch (IOException e) {
            throw unreadable(
                    option,
                    resolved,
                    e.getMessage() + "; paths are relative to the Serai home unless they begin with /",
                    e);
        }
    }

    /** Files are relative to the Serai home, which is the property {@code serai.home} of the context. */
    private static String resolve(CamelContext context, String option, String location) {
        if (location.startsWith(CLASSPATH)) {
            return location;
        }
        if (!location.startsWith(FILE)) {
            throw unreadable(option, location, "write resource:file:PATH or resource:classpath:PATH", null);
        }
        Path home = Path.of(
                context.getPropertiesComponent().resolveProperty("serai.home").orElse(""));
        return FILE
                + home.resolve(location.substring(FILE.length()))
                        .toAbsolutePath()
                        .normalize();
    }

    private static SeraiException unreadable(String option, String location, String reason, @Nullable Exception cause) {
        return new SeraiException(
                SeraiComponentErrors.PROMPT_UNREADABLE,
                "The text of option " + option + " cannot be read from " + location + ": " + reason + ".",
                cause);
    }
}

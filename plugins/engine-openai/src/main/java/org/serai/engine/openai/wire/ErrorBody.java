package org.serai.engine.openai.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server says about a failure, in any of the forms that servers have for it.
 *
 * @param message for people; never empty
 * @param code its own word for it, such as {@code context_length_exceeded}; empty where it has none
 * @param status an HTTP status that it names inside the body
 * @param promptTokens tokens of a prompt that is too long
 * @param contextTokens what the context holds
 */
public record ErrorBody(
        String message, String code, OptionalInt status, OptionalInt promptTokens, OptionalInt contextTokens) {
    private static final int LONGEST_MESSAGE = 500;
    private static final Pattern OVERFLOW_CODE =
            Pattern.compile("context_length_exceeded|exceed_context_size_error|context_window_exceeded");
    private static final Pattern OVERFLOW_TEXT =
            Pattern.compile("(?is)maximum context length|exceeds? the (available )?context (size|window|length)"
                    + "|longer than the (maximum )?(model|context) length|exceed context window"
                    + "|the context of [^.]{1,200} holds");
    private static final Pattern CONTEXT = Pattern.compile(
            "(?is)(?:maximum context length (?:is|of)|context (?:size|length|window) (?:is|of)|context size \\(|context"
                    + " window of|holds) *(\\d{1,9})");
    private static final Pattern PROMPT = Pattern.compile(
            "(?is)(?:you requested|resulted in|requested tokens \\(|request \\(|prompt contains|prompt has|contains at"
                    + " least|passed) *(\\d{1,9})");

    /** Reads the body of a response, which may be anything. */
    public static ErrorBody of(String body) {
        return Json.object(body).map(ErrorBody::of).orElseGet(() -> plain(body));
    }

    /** Reads an object: OpenAI's {@code {"error": {…}}}, or what older servers send instead. */
    static ErrorBody of(JsonNode object) {
        JsonNode error = object.path("error");
        JsonNode details = error.isObject() ? error : object;
        String message = Json.text(details, "message")
                .or(() -> Json.text(object, "error"))
                .or(() -> Json.text(object, "detail"))
                .orElseGet(object::toString);
        String type = Json.text(details, "type").orElse("");
        String code = Json.text(details, "code").orElse(type);
        JsonNode number = details.path("code");
        return new ErrorBody(
                shortened(message),
                OVERFLOW_CODE.matcher(type).matches() ? type : code,
                number.isInt() ? OptionalInt.of(number.intValue()) : OptionalInt.empty(),
                number(details, "n_prompt_tokens", PROMPT, message),
                number(details, "n_ctx", CONTEXT, message));
    }

    private static ErrorBody plain(String body) {
        return new ErrorBody(shortened(body), "", OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
    }

    private static OptionalInt number(JsonNode details, String field, Pattern pattern, String message) {
        JsonNode node = details.path(field);
        if (node.isInt()) {
            return OptionalInt.of(node.intValue());
        }
        Matcher matcher = pattern.matcher(message);
        return matcher.find() ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
    }

    /** Control characters of a stranger reach no terminal and no log. */
    private static String shortened(String text) {
        String clean = text.replaceAll("\\p{Cntrl}+", " ").strip();
        if (clean.isEmpty()) {
            return "(no message)";
        }
        return clean.length() <= LONGEST_MESSAGE ? clean : clean.substring(0, LONGEST_MESSAGE) + "…";
    }

    /** Whether the prompt is longer than the context. */
    public boolean isContextOverflow() {
        return OVERFLOW_CODE.matcher(code).matches()
                || OVERFLOW_TEXT.matcher(message).find();
    }

    /** The word for it, then the message. */
    public Optional<String> named() {
        return code.isEmpty() ? Optional.empty() : Optional.of(code);
    }
}

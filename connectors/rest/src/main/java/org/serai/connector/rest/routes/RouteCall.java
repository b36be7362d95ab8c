package org.serai.connector.rest.routes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.serai.connector.rest.RestErrors;
import org.serai.connector.rest.http.Call;
import org.serai.connector.rest.http.HttpException;
import org.serai.connector.rest.http.ResidencyHeader;
import org.serai.engine.Residency;

/**
 * A call as a route sees it.
 *
 * @param body text where the media type is one of text, else bytes
 * @param contentType the media type
 * @param headers those of the request that a route may see
 * @param key the name of the caller's API key
 * @param requestId the request's id
 * @param sha256 of the body as it came, in hexadecimal digits
 * @param sourceId names the delivery where the client did
 * @param residency what the client marked the call with
 */
record RouteCall(
        Object body,
        String contentType,
        Map<String, String> headers,
        String key,
        String requestId,
        String sha256,
        Optional<String> sourceId,
        Residency residency) {
    private static final String UNKNOWN_TYPE = "application/octet-stream";
    private static final Pattern TEXT = Pattern.compile(
            "text/.*|application/(.*\\+)?(json|xml|yaml)|application/(x-ndjson|jsonl|x-www-form-urlencoded)");
    private static final Pattern CHARSET = Pattern.compile(";\\s*charset=\"?([^\";\\s]+)", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST_KEY = 255;

    /** What routes may read of the wire. Everything else could be mistaken for an instruction, or is a secret. */
    private static final List<String> VISIBLE = List.of(
            "Accept",
            "Accept-Language",
            "Content-Language",
            "Idempotency-Key",
            "User-Agent",
            "X-Correlation-Id",
            "traceparent",
            "tracestate");

    static RouteCall of(Call call) throws IOException {
        String contentType = call.header("Content-Type").orElse(UNKNOWN_TYPE);
        byte[] content = call.body();
        return new RouteCall(
                isText(contentType) ? text(content, contentType) : content,
                contentType,
                visible(call),
                call.caller().name(),
                call.id(),
                sha256(content),
                sourceId(call),
                ResidencyHeader.of(call));
    }

    private static Map<String, String> visible(Call call) {
        Map<String, String> headers = new TreeMap<>();
        VISIBLE.forEach(name -> call.header(name).ifPresent(value -> headers.put(name, value)));
        return headers;
    }

    private static boolean isText(String contentType) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return TEXT.matcher(type).matches();
    }

    private static String text(byte[] content, String contentType) {
        Charset charset = charset(contentType);
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(content)).toString();
        } catch (CharacterCodingException e) {
            throw new HttpException(
                    400,
                    RestErrors.NOT_TEXT,
                    "The body is no text in " + charset + ". Say its charset in Content-Type, or send it as"
                            + " application/octet-stream.");
        }
    }

    private static Charset charset(String contentType) {
        Matcher matcher = CHARSET.matcher(contentType);
        if (!matcher.find()) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(matcher.group(1));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new HttpException(
                    415,
                    RestErrors.NOT_TEXT,
                    "The charset " + matcher.group(1) + " of Content-Type is not known here. Send UTF-8.");
        }
    }

    private static Optional<String> sourceId(Call call) {
        Optional<String> key = call.header("Idempotency-Key");
        if (key.isPresent() && (key.get().isBlank() || key.get().length() > LONGEST_KEY)) {
            throw new HttpException(
                    400,
                    RestErrors.BAD_HEADER,
                    "The header Idempotency-Key must have 1 to " + LONGEST_KEY + " characters.",
                    "Idempotency-Key");
        }
        return key.map(value -> "rest:" + call.caller().name() + "/" + value);
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}

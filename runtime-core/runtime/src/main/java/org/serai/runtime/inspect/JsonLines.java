package org.serai.runtime.inspect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.serai.command.CommandStreams;
import org.serai.error.SeraiException;

/**
 * Works through JSON lines: one JSON object in, one out, in order, each written as soon as it is known. A line that fails
 * is answered with {@code {"error": …}}, and the lines after it are worked on all the same. Empty lines are skipped.
 * What is written is ASCII: no console or pipe can damage it.
 */
final class JsonLines {
    /** Whole documents may stand in a line. */
    private static final StreamReadConstraints LONG_STRINGS =
            StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build();

    static final JsonMapper MAPPER = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(LONG_STRINGS).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private JsonLines() {}

    /** Answers one line. */
    @FunctionalInterface
    interface Handler {
        /**
         * Fills in the answer.
         *
         * @throws SeraiException where the line cannot be answered, which becomes its answer
         */
        void answer(Fields line, ObjectNode answer);
    }

    /** Answers all lines. The exit status is 0 where every one was answered and 1 where one failed. */
    static int process(CommandStreams streams, Handler handler) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(streams.in(), StandardCharsets.UTF_8));
        int status = 0;
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            try {
                Fields fields = new Fields(parse(line, number));
                handler.answer(fields, answer);
            } catch (SeraiException e) {
                answer.removeAll();
                answer.put("error", e.getMessage());
                answer.put("code", e.code().toString());
                status = 1;
            }
            streams.out().println(MAPPER.writeValueAsString(answer));
            streams.out().flush();
        }
        return status;
    }

    /** A JSON value as maps, lists, strings and numbers. */
    static @Nullable Object plain(JsonNode value) {
        return MAPPER.convertValue(value, Object.class);
    }

    private static ObjectNode parse(String line, int number) {
        try {
            JsonNode node = MAPPER.readTree(line);
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw new SeraiException(InspectErrors.NOT_JSON, "Line " + number + " is JSON, but no object");
        } catch (JsonProcessingException e) {
            throw new SeraiException(
                    InspectErrors.NOT_JSON, "Line " + number + " is not JSON: " + e.getOriginalMessage(), e);
        }
    }
}

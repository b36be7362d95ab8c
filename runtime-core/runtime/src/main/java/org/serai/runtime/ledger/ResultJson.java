package org.serai.runtime.ledger;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.time.Duration;
import org.serai.engine.GenerationResult;

/** Results as JSON, nothing left out: component names as keys, times in nanoseconds, bytes in Base64. */
final class ResultJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new SimpleModule()
                    .addSerializer(Duration.class, new Nanoseconds.Writer())
                    .addDeserializer(Duration.class, new Nanoseconds.Reader()))
            .build();

    private ResultJson() {}

    static String write(GenerationResult result) {
        try {
            return MAPPER.writeValueAsString(result);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Every result can be written as JSON", e);
        }
    }

    /** The result as it is given again. */
    static GenerationResult replay(String json) throws IOException {
        return replayed(MAPPER.readValue(json, GenerationResult.class));
    }

    static GenerationResult replayed(GenerationResult result) {
        return result.asReplayed();
    }

    private static final class Nanoseconds {
        static final class Writer extends JsonSerializer<Duration> {
            @Override
            public void serialize(Duration value, JsonGenerator json, SerializerProvider serializers)
                    throws IOException {
                json.writeNumber(value.toNanos());
            }
        }

        static final class Reader extends JsonDeserializer<Duration> {
            @Override
            public Duration deserialize(JsonParser json, DeserializationContext context) throws IOException {
                return Duration.ofNanos(json.getLongValue());
            }
        }
    }
}

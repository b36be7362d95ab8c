package org.serai.chat.template;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.serai.model.ChatTemplateFactory;
import org.serai.tck.Goldens;

/** The reference data for templates, and the clock under which it was made. */
final class GoldenTemplates {
    static final ChatTemplateFactory FACTORY =
            new JinjaTemplateFactory(Clock.fixed(Instant.parse("2025-01-15T12:34:56Z"), ZoneOffset.UTC));

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FOLDER = Goldens.directory("templates");

    private GoldenTemplates() {}

    static List<JsonNode> lines(String file) {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : text(FOLDER.resolve(file)).lines().toList()) {
            lines.add(parse(line));
        }
        return lines;
    }

    static JsonNode object(String file) {
        return parse(text(FOLDER.resolve(file)));
    }

    /** The source of a template. */
    static String source(String template) {
        return text(FOLDER.resolve("jinja").resolve(template + ".jinja"));
    }

    /** A JSON object as the variables of a template. */
    static Map<String, Object> variables(JsonNode object) {
        return JSON.convertValue(object, new VariablesType());
    }

    private static final class VariablesType extends TypeReference<LinkedHashMap<String, Object>> {}

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

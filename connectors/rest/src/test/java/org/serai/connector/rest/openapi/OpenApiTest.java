package org.serai.connector.rest.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.serai.connector.rest.http.Operation;
import org.serai.connector.rest.http.Resource;

/** The document and the operations say the same. */
class OpenApiTest {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final Pattern PLACE = Pattern.compile("\\{([^}]+)}");

    private final ObjectNode document = OpenApi.document();

    /** Every resource of this connector, found among its classes, with nothing behind it. */
    private static List<Resource> resources() throws Exception {
        Path classes = Path.of(OpenApi.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<Resource> resources = new ArrayList<>();
        for (String name : classNames(classes)) {
            Class<?> type = Class.forName(name, false, OpenApi.class.getClassLoader());
            if (Resource.class.isAssignableFrom(type) && !type.isInterface()) {
                resources.add(make(type));
            }
        }
        return resources;
    }

    private static List<String> classNames(Path classes) throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.walk(classes.resolve("org/serai/connector/rest"))) {
            return files.map(file -> classes.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.contains("$") && !file.contains("package-info"))
                    .map(file -> file.substring(0, file.length() - ".class".length())
                            .replace(java.io.File.separatorChar, '.'))
                    .toList();
        }
    }

    /** Operations are declared without asking anybody, so stand-ins that know nothing will do. */
    private static Resource make(Class<?> type) throws Exception {
        Constructor<?> constructor = Arrays.stream(type.getConstructors())
                .min(java.util.Comparator.comparingInt(Constructor::getParameterCount))
                .orElseThrow();
        Object[] arguments = Arrays.stream(constructor.getParameterTypes())
                .map(parameter -> parameter.isInterface()
                        ? Proxy.newProxyInstance(
                                OpenApiTest.class.getClassLoader(),
                                new Class<?>[] {parameter},
                                (proxy, method, values) -> null)
                        : null)
                .toArray();
        return (Resource) constructor.newInstance(arguments);
    }

    private SortedSet<String> documented() {
        SortedSet<String> all = new TreeSet<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    if (METHODS.contains(operation.getKey())) {
                        all.add(operation.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey());
                    }
                }));
        return all;
    }

    @Test
    void describesExactlyWhatIsServed() throws Exception {
        SortedSet<String> served = new TreeSet<>();
        for (Resource resource : resources()) {
            for (Operation operation : resource.operations()) {
                assertTrue(
                        served.add(operation.method() + " " + operation.path()),
                        "twice: " + operation.method() + " " + operation.path());
            }
        }
        assertEquals(served, documented());
    }

    @Test
    void saysWhichRoleEachOperationNeeds() throws Exception {
        for (Resource resource : resources()) {
            for (Operation operation : resource.operations()) {
                JsonNode described = document.get("paths")
                        .get(operation.path().toString())
                        .get(operation.method().toLowerCase(java.util.Locale.ROOT));
                String where = operation.method() + " " + operation.path();
                if (operation.role() == null) {
                    assertTrue(described.get("security").isEmpty(), where + " needs no key");
                } else if (operation.path().toString().startsWith("/api/")) {
                    assertTrue(
                            described
                                    .get("description")
                                    .asText()
                                    .contains("`" + operation.role().wireName() + "`"),
                            where + " needs " + operation.role());
                }
            }
        }
    }

    @Test
    void refersToWhatIsThere() {
        List<String> references = new ArrayList<>();
        document.findValues("$ref").forEach(reference -> references.add(reference.asText()));
        assertFalse(references.isEmpty());
        references.forEach(
                reference -> assertFalse(document.at(reference.substring(1)).isMissingNode(), reference));
    }

    @Test
    void declaresEachPlaceOfAPathAndNamesEachOperationOnce() {
        Set<String> ids = new HashSet<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    JsonNode described = operation.getValue();
                    String id = described.path("operationId").asText();
                    assertTrue(!id.isEmpty() && ids.add(id), path.getKey() + " " + id);
                    assertFalse(described.path("responses").isEmpty(), id);
                    Set<String> places = new TreeSet<>();
                    described.path("parameters").forEach(parameter -> {
                        if (parameter.path("in").asText().equals("path")) {
                            places.add(parameter.get("name").asText());
                        }
                    });
                    Set<String> expected = new TreeSet<>();
                    Matcher matcher = PLACE.matcher(path.getKey());
                    while (matcher.find()) {
                        expected.add(matcher.group(1));
                    }
                    assertEquals(expected, places, id);
                }));
    }
}

package org.serai.it.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.JsonMapper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.serai.it.support.SeraiHome;

/**
 * Route designers such as Kaoto and Karavan complete and check our components: all that they need is found in the
 * distribution's jars, in the places where Camel's own catalogue has it, and that catalogue understands it.
 */
class DesignerCatalogTest {
    private static final String SERVICES = "META-INF/services/org/apache/camel/";

    private static final CamelCatalog CATALOG = new DefaultCamelCatalog();

    /** The description of each component, by its scheme. */
    private static final Map<String, ComponentModel> COMPONENTS = new TreeMap<>();

    @BeforeAll
    static void readTheJars() throws IOException {
        Path system = SeraiHome.distribution().resolve("system");
        List<Path> jars;
        try (Stream<Path> files = Files.walk(system)) {
            jars = files.filter(file -> file.getFileName().toString().matches("serai-.*\\.jar"))
                    .toList();
        }
        for (Path file : jars) {
            try (JarFile jar = new JarFile(file.toFile())) {
                addComponents(jar);
            }
        }
    }

    private static void addComponents(JarFile jar) throws IOException {
        Properties list = properties(jar, SERVICES + "component.properties");
        if (!"org.serai".equals(list.getProperty("groupId"))) {
            return; // Camel's own core
        }
        for (String scheme : list.getProperty("components").split(" ", -1)) {
            String type = properties(jar, SERVICES + "component/" + scheme).getProperty("class");
            String place = "META-INF/" + type.replaceFirst("\\.[^.]+$", "").replace('.', '/') + "/" + scheme + ".json";
            String json = text(jar, place);
            CATALOG.addComponent(scheme, type, json);
            COMPONENTS.put(scheme, JsonMapper.generateComponentModel(json));
        }
    }

    private static Properties properties(JarFile jar, String name) throws IOException {
        Properties properties = new Properties();
        JarEntry entry = jar.getJarEntry(name);
        if (entry != null) {
            try (InputStream in = jar.getInputStream(entry)) {
                properties.load(in);
            }
        }
        return properties;
    }

    private static String text(JarFile jar, String name) throws IOException {
        JarEntry entry = jar.getJarEntry(name);
        assertNotNull(entry, () -> jar.getName() + " has no " + name);
        try (InputStream in = jar.getInputStream(entry)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void findsEveryComponent() {
        assertTrue(COMPONENTS.keySet().containsAll(Set.of("serai", "serai-file")), COMPONENTS::toString);
        assertTrue(CATALOG.findComponentNames().containsAll(COMPONENTS.keySet()));
    }

    @Test
    void describesEveryOption() {
        COMPONENTS.forEach((scheme, model) -> {
            assertFalse(model.getEndpointOptions().isEmpty(), scheme);
            Stream.of(model.getEndpointPathOptions(), model.getEndpointParameterOptions())
                    .flatMap(Collection::stream)
                    .forEach(option -> {
                        String name = scheme + "." + option.getName();
                        assertFalse(option.getDescription().isBlank(), name);
                        assertFalse(option.getType().isBlank(), name);
                        assertEquals("enum".equals(option.getType()), option.getEnums() != null, name);
                    });
            assertEquals("org.serai", model.getGroupId());
            assertFalse(model.getDescription().isBlank(), scheme);
        });
    }

    @Test
    void refusesAnOptionThatNoComponentHas() {
        COMPONENTS.forEach((scheme, model) -> {
            String uri = scheme + ":" + pathOf(model) + "?noSuchOption=1" + required(model);
            EndpointValidationResult result = CATALOG.validateEndpointProperties(uri);
            assertEquals(
                    Set.of("noSuchOption"), result.getUnknown(), () -> uri + ": " + result.summaryErrorMessage(false));
        });
    }

    private static String pathOf(ComponentModel model) {
        return model.getEndpointPathOptions().stream()
                .map(option ->
                        option.getEnums() == null ? "x" : option.getEnums().getFirst())
                .collect(Collectors.joining("/"));
    }

    private static String required(ComponentModel model) {
        return model.getEndpointParameterOptions().stream()
                .filter(ComponentModel.EndpointOptionModel::isRequired)
                .map(option -> "&" + option.getName() + "="
                        + (option.getEnums() == null ? "1" : option.getEnums().getFirst()))
                .collect(Collectors.joining());
    }

    @Test
    void takesWhatIsRightAndSaysWhatIsWrong() {
        assertTrue(CATALOG.validateEndpointProperties("serai:chat?model=house&temperature=0.2&onLength=fail")
                .isSuccess());
        assertTrue(CATALOG.validateEndpointProperties("serai-file:in?outbox=out&order=oldest&maxInFlight=4")
                .isSuccess());

        EndpointValidationResult wrong =
                CATALOG.validateEndpointProperties("serai:chat?temperature=warm&onLength=ignore&maxTokens=few");
        assertEquals(Set.of("model"), wrong.getRequired());
        assertEquals(Set.of("temperature"), wrong.getInvalidNumber().keySet());
        assertEquals(Set.of("maxTokens"), wrong.getInvalidInteger().keySet());
        assertEquals(Set.of("onLength"), wrong.getInvalidEnum().keySet());
    }

    @Test
    void completesTheValuesOfAnEnumeration() {
        Set<String> orders = CATALOG.componentModel("serai-file").getEndpointParameterOptions().stream()
                .filter(option -> option.getName().equals("order"))
                .flatMap(option -> option.getEnums().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(Set.of("name", "oldest", "newest")), orders);
    }
}

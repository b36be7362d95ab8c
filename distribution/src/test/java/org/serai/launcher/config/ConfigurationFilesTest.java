package org.serai.launcher.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

class ConfigurationFilesTest {
    @TempDir
    private Path etc;

    /** What Configuration Admin holds, by factory, name and location. */
    private final Map<String, Object> held = new TreeMap<>();

    private final ConfigurationFiles files = new ConfigurationFiles(
            proxy(
                    ConfigurationAdmin.class,
                    (method, arguments) -> configuration(
                            String.join(" ", Arrays.copyOf(arguments, arguments.length, String[].class)))),
            Map.of("serai.home", "/srv/serai")::get);

    @ParameterizedTest
    @CsvSource({
        "org.serai.alias~assistant.cfg, true",
        "org.serai.alias~my-own.cfg, true",
        "org.serai.kafka.cfg, true",
        "org.ops4j.pax.logging.cfg, false",
        "org.ops4j.pax.logging~more.cfg, true",
        "org.serai.alias~.cfg, false",
        "org.serai.alias~assistant.cfg.example, false"
    })
    void takesTheFilesOfFactoriesAndOurOwn(String name, boolean taken) {
        assertEquals(taken, files.canHandle(new File(name)));
    }

    @Test
    void keepsAConfigurationAsLongAsTheFileIsThere() throws IOException {
        File file = write("# Grüße\nmodel = ${serai.home}/m.gguf\nprompt = ${body}\nname = Müller\n");
        files.install(file);
        assertEquals(
                "{org.serai.alias my-own ?={model=/srv/serai/m.gguf, name=Müller, prompt=${body}}}", held.toString());
        files.update(write("model = other\n"));
        assertEquals("{org.serai.alias my-own ?={model=other}}", held.toString());
        files.uninstall(file);
        assertEquals("{}", held.toString());
    }

    @Test
    void secretsAreLeftToWhoUsesThem() throws IOException {
        File file = Files.writeString(
                        etc.resolve("org.serai.kafka.cfg"), "ssl.key.password = ${env:SECRET} ${file:secret}\n")
                .toFile();
        files.install(file);
        assertEquals("{org.serai.kafka ?={ssl.key.password=${env:SECRET} ${file:secret}}}", held.toString());
        files.uninstall(file);
        assertEquals("{}", held.toString());
    }

    @Test
    void readsTheSettingsOfDevicesOnly() throws IOException {
        Files.writeString(etc.resolve("org.serai.device.cpu.cfg"), "kernels = vector\n");
        Files.writeString(etc.resolve("org.serai.device.opencl.cfg"), "memory.percent = 50\n");
        Files.writeString(etc.resolve("org.serai.rest.cfg"), "port = 0\n");
        write("model = m.gguf\n");
        files.installDevices(etc);
        assertEquals(
                "{org.serai.device.cpu ?={kernels=vector}, org.serai.device.opencl ?={memory.percent=50}}",
                held.toString());
        files.installDevices(etc.resolve("missing"));
    }

    @Test
    void saysWhichSettingsOfADeviceCannotBeRead() throws IOException {
        Path file = Files.writeString(etc.resolve("org.serai.device.cpu.cfg"), "kernels = \\u00zz\n");
        IOException e = assertThrows(IOException.class, () -> files.installDevices(etc));
        assertTrue(String.valueOf(e.getMessage()).contains(file.toString()), e.toString());
    }

    @Test
    void saysWhatCannotBeRead() throws IOException {
        File file = write("model = \\u00zz\n");
        assertThrows(IOException.class, () -> files.install(file));
        assertEquals("{}", held.toString());
    }

    private File write(String text) throws IOException {
        return Files.writeString(etc.resolve("org.serai.alias~my-own.cfg"), text)
                .toFile();
    }

    private Configuration configuration(String key) {
        return proxy(Configuration.class, (method, arguments) -> switch (method) {
            case "updateIfDifferent" -> {
                held.put(key, sorted((Dictionary<?, ?>) arguments[0]));
                yield true;
            }
            case "delete" -> held.remove(key);
            default -> throw new UnsupportedOperationException(method);
        });
    }

    private static Map<Object, Object> sorted(Dictionary<?, ?> dictionary) {
        Map<Object, Object> entries = new TreeMap<>();
        dictionary.keys().asIterator().forEachRemaining(key -> entries.put(key, dictionary.get(key)));
        return entries;
    }

    private static <T> T proxy(Class<T> type, Calls calls) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (_, method, arguments) -> calls.answer(method.getName(), arguments)));
    }

    private interface Calls {
        Object answer(String method, Object[] arguments);
    }
}

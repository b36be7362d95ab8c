package org.serai.it.container;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.cleanCaches;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.frameworkStartLevel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.JUnitException;
import org.opentest4j.AssertionFailedError;
import org.ops4j.pax.exam.Option;
import org.serai.tck.Goldens;

/** The bundles of the built distribution, at their start levels, with a home folder of their own. */
final class DistributionOptions {
    private DistributionOptions() {}

    /** @param home made where it is missing; tests find it as the framework property {@code serai.home} */
    static Option[] of(Path home) {
        Path distribution = Path.of(System.getProperty("serai.distribution"));
        List<Option> options = new ArrayList<>();
        options.add(cleanCaches());
        options.add(frameworkStartLevel(100));
        options.addAll(homeProperties(home));
        for (Path jar : jars(distribution.resolve("lib"), "serai-api")) {
            options.add(bundle(jar.toUri().toString()).startLevel(1));
        }
        Path system = distribution.resolve("system");
        for (Path jar : jars(system, "")) {
            int level = Integer.parseInt(system.relativize(jar).getName(0).toString());
            options.add(bundle(jar.toUri().toString()).startLevel(level));
        }
        for (Class<?> type : List.of(Test.class, JUnitException.class, AssertionFailedError.class, API.class)) {
            options.add(bundle(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toString())
                    .startLevel(1));
        }
        return options.toArray(Option[]::new);
    }

    /** The same, with the file of a tiny model as the framework property {@code serai.test.model}. */
    static Option[] withTinyModel(Path home) {
        Path model = Goldens.directory("models").resolve("llama").resolve("llama-q8_0.gguf");
        Option[] options = of(home);
        Option[] all = Arrays.copyOf(options, options.length + 1);
        all[options.length] = frameworkProperty("serai.test.model").value(model.toString());
        return all;
    }

    private static List<Option> homeProperties(Path home) {
        try {
            for (String folder : List.of("etc", "routes", "plugins", "models", "data/run", "data/log")) {
                Files.createDirectories(home.resolve(folder));
            }
            Files.writeString(home.resolve("etc/org.serai.rest.cfg"), "port=0\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of(
                frameworkProperty("serai.home").value(home.toString()),
                frameworkProperty("serai.models").value(home.resolve("models").toString()),
                frameworkProperty("serai.mode").value("instance"),
                frameworkProperty("serai.version").value("test"),
                frameworkProperty("serai.stop.timeout").value("10"),
                frameworkProperty("org.ops4j.pax.logging.DefaultServiceLog.level")
                        .value("WARN"),
                frameworkProperty("org.apache.felix.http.require.config").value("true"),
                frameworkProperty("felix.fileinstall.dir")
                        .value(home.resolve("etc") + "," + home.resolve("plugins") + "," + home.resolve("routes")),
                frameworkProperty("felix.fileinstall.poll").value("300"),
                // as the launcher has it: looking forgets no file that comes before the bundle that handles it
                frameworkProperty("felix.fileinstall.disableNio2").value("true"),
                frameworkProperty("felix.fileinstall.noInitialDelay").value("true"),
                frameworkProperty("felix.fileinstall.enableConfigSave").value("false"),
                frameworkProperty("felix.fileinstall.tmpdir")
                        .value(home.resolve("data/fileinstall").toString()),
                frameworkProperty("felix.fileinstall.log.level").value("2"));
    }

    private static List<Path> jars(Path folder, String prefix) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(path -> path.getFileName().toString().startsWith(prefix)
                            && path.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package org.serai.it.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** The scripted engine as a plug-in of a home, for tests in which inference is not the point. */
public final class ScriptedModel {
    private ScriptedModel() {}

    /**
     * Puts the engine into a home.
     *
     * @param log gets a line for each inference that begins
     */
    public static void install(SeraiHome home, Path log) throws IOException {
        home.write("etc/org.serai.it.scripted.cfg", "log=" + log + "\n");
        Path jar = Path.of(System.getProperty("serai.scripted.engine"));
        Path place = home.path("plugins/scripted-engine.jar");
        Path work = home.path("data/scripted-engine.jar");
        Files.copy(jar, work, StandardCopyOption.REPLACE_EXISTING);
        Files.move(work, place, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Configures an alias that the engine serves; {@code more} are further lines of its configuration. */
    public static void alias(SeraiHome home, String name, String... more) throws IOException {
        List<String> lines = new ArrayList<>(List.of("engines=scripted"));
        lines.addAll(List.of(more));
        home.alias(name, TinyModel.file(), lines.toArray(String[]::new));
    }
}

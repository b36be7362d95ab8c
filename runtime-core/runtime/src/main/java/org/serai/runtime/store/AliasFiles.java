package org.serai.runtime.store;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** The configuration files of aliases, as far as the store has to know them. */
final class AliasFiles {
    private static final String PATTERN = "org.serai.alias~*.cfg";

    private AliasFiles() {}

    /** The files in {@code etc} whose alias uses a model, sorted. */
    static List<Path> using(String model, Path etc) {
        if (!Files.isDirectory(etc)) {
            return List.of();
        }
        List<Path> users = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(etc, PATTERN)) {
            for (Path file : files) {
                Properties properties = new Properties();
                try (Reader in = Files.newBufferedReader(file)) {
                    properties.load(in);
                }
                if (model.equals(properties.getProperty("model", "").strip())) {
                    users.add(file);
                }
            }
        } catch (IOException e) {
            throw StoreErrors.io("Reading the aliases in " + etc, e);
        }
        users.sort(null);
        return users;
    }
}

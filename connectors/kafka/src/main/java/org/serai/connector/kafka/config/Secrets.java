package org.serai.connector.kafka.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.serai.error.SeraiException;

/**
 * Puts in what {@code ${env:NAME}} and {@code ${file:PATH}} stand for, each time anew, so that a secret can be changed
 * where it lies. Messages name the place and never the value.
 */
final class Secrets {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]+)}");

    private final UnaryOperator<@Nullable String> environment;
    private final Path home;

    /**
     * Looks into an environment and a folder.
     *
     * @param environment gives a variable, or null
     * @param home what relative paths are relative to
     */
    Secrets(UnaryOperator<@Nullable String> environment, Path home) {
        this.environment = environment;
        this.home = home;
    }

    static boolean isIn(String value) {
        return REFERENCE.matcher(value).find();
    }

    /** @throws SeraiException where there is no such variable, or the file cannot be read */
    String resolve(String value) {
        return REFERENCE
                .matcher(value)
                .replaceAll(reference -> Matcher.quoteReplacement(
                        reference.group(1).equals("env") ? variable(reference.group(2)) : content(reference.group(2))));
    }

    private String variable(String name) {
        String value = environment.apply(name);
        if (value == null) {
            throw missing("the environment variable " + name + " is not set; set it before Serai starts");
        }
        return value;
    }

    /** Editors end a file with a line break, which is no part of the secret. */
    private String content(String path) {
        try {
            return Files.readString(home.resolve(path)).stripTrailing();
        } catch (IOException e) {
            throw missing("the file " + home.resolve(path) + " cannot be read ("
                    + e.getClass().getSimpleName() + "); put it there, readable for Serai");
        }
    }

    private static SeraiException missing(String what) {
        return new SeraiException(KafkaConfigurationErrors.MISSING_SECRET, "A secret is missing: " + what + ".");
    }
}

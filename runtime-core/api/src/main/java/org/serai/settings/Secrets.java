package org.serai.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts in what {@code ${env:NAME}} and {@code ${file:PATH}} stand for, each time anew, so that a secret can be changed
 * where it lies. Immutable.
 */
public final class Secrets {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]+)}");

    private final UnaryOperator<@Nullable String> environment;
    private final Path home;

    /**
     * Names where secrets are looked for.
     *
     * @param environment gives a variable, or null
     * @param home what relative paths are relative to
     */
    public Secrets(UnaryOperator<@Nullable String> environment, Path home) {
        this.environment = environment;
        this.home = home;
    }

    /** Whether a value refers to a secret. */
    public static boolean isIn(String value) {
        return REFERENCE.matcher(value).find();
    }

    /**
     * The value with its secrets in it.
     *
     * @throws IllegalArgumentException where there is no such variable, or the file cannot be read; the message names the
     *     place and never a value
     */
    public String resolve(String value) {
        return REFERENCE
                .matcher(value)
                .replaceAll(reference -> Matcher.quoteReplacement(
                        reference.group(1).equals("env") ? variable(reference.group(2)) : content(reference.group(2))));
    }

    private String variable(String name) {
        String value = environment.apply(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "the environment variable " + name + " is not set; set it before Serai starts");
        }
        return value;
    }

    /** Editors end a file with a line break, which is no part of the secret. */
    private String content(String path) {
        Path file;
        try {
            file = home.resolve(path);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("'" + path + "' is no name of a file", e);
        }
        try {
            return Files.readString(file).stripTrailing();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the file " + file + " cannot be read (" + e.getClass().getSimpleName()
                            + "); put it there, readable for Serai",
                    e);
        }
    }
}

package org.serai.runtime.store;

import java.util.Locale;
import java.util.regex.Pattern;
import org.serai.error.SeraiException;

/** Names of models in the store: lower case, so that they are the same on every file system. */
final class ModelName {
    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");
    private static final Pattern EXTENSION = Pattern.compile("(-\\d{5}-of-\\d{5})?\\.gguf$");

    private ModelName() {}

    static boolean isValid(String name) {
        return ALLOWED.matcher(name).matches();
    }

    /** The name itself, where a model can have it. */
    static String checked(String name) {
        if (!isValid(name)) {
            throw new SeraiException(
                    StoreErrors.BAD_NAME,
                    "'" + name + "' cannot be the name of a model: allowed are 1 to 100 of a-z, 0-9, '.', '_' and '-',"
                            + " beginning with a letter or digit; choose one with --name");
        }
        return name;
    }

    /** A name made from that of a file: {@code Some Model-Q4_0-00001-of-00002.gguf} is {@code some-model-q4_0}. */
    static String ofFile(String fileName) {
        String lower = fileName.toLowerCase(Locale.ROOT);
        return checked(EXTENSION.matcher(lower).replaceFirst("").replaceAll("[^a-z0-9._-]", "-"));
    }
}

package org.serai.engine.decoder.architecture;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.serai.engine.decoder.error.DecoderErrors;
import org.serai.error.SeraiException;
import org.serai.model.ModelMetadata;

/**
 * Reads the values of one architecture, {@code llama.block_count} and its like, and checks them: files come from
 * strangers, and the values become sizes of memory.
 */
final class MetadataReader {
    private final ModelMetadata metadata;
    private final String prefix;

    MetadataReader(ModelMetadata metadata, String architecture) {
        this.metadata = metadata;
        this.prefix = architecture + ".";
    }

    /** The full name of a key. */
    String key(String name) {
        return prefix + name;
    }

    /** A required whole number from 1 to {@code limit}. */
    int size(String name, int limit) {
        long value = metadata.integer(key(name)).orElseThrow(() -> missing(name));
        return checked(name, value, limit);
    }

    /** An optional whole number from 1 to {@code limit}. */
    int size(String name, int limit, int absent) {
        OptionalLong value = metadata.integer(key(name));
        return value.isPresent() ? checked(name, value.getAsLong(), limit) : absent;
    }

    /** A required positive number. */
    float positive(String name) {
        return positive(name, metadata.number(key(name)).orElseThrow(() -> missing(name)));
    }

    /** An optional positive number. */
    float positive(String name, float absent) {
        OptionalDouble value = metadata.number(key(name));
        return value.isPresent() ? positive(name, value.getAsDouble()) : absent;
    }

    String string(String name, String absent) {
        return metadata.string(key(name)).orElse(absent);
    }

    /** Refuses the model where it has a number that changes what it computes in a way that is not implemented. */
    void refuseUnless(String name, double neutral, String feature) {
        OptionalDouble value = metadata.number(key(name));
        if (value.isPresent() && value.getAsDouble() != neutral) {
            throw unsupported(name, feature);
        }
    }

    /** Refuses the model where it switches off what is always on here. */
    void refuseIfFalse(String name, String feature) {
        if (!metadata.bool(key(name)).orElse(true)) {
            throw unsupported(name, feature);
        }
    }

    SeraiException unsupported(String name, String feature) {
        return new SeraiException(
                DecoderErrors.UNSUPPORTED_FEATURE,
                "The model asks for " + feature + " (" + key(name) + " = "
                        + metadata.display(key(name)).orElse("?")
                        + "), which this engine does not have. Use another engine or another model.");
    }

    SeraiException bad(String message) {
        return new SeraiException(
                DecoderErrors.BAD_HYPERPARAMETER,
                message + ". The file is damaged or was converted wrongly: fetch it again or use another.");
    }

    private SeraiException missing(String name) {
        return bad("The model does not say " + key(name));
    }

    private int checked(String name, long value, int limit) {
        if (value < 1 || value > limit) {
            throw bad(key(name) + " is " + value + ", and 1 to " + limit + " make sense");
        }
        return (int) value;
    }

    private float positive(String name, double value) {
        if (!(value > 0) || !Float.isFinite((float) value)) {
            throw bad(key(name) + " is " + value + ", and only positive numbers make sense");
        }
        return (float) value;
    }
}

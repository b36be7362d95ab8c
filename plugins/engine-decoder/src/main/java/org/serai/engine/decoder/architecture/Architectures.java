package org.serai.engine.decoder.architecture;

import java.util.List;
import java.util.stream.Collectors;
import org.serai.engine.decoder.error.DecoderErrors;
import org.serai.error.SeraiException;
import org.serai.model.ModelMetadata;

/** The architectures that the engine knows: a new one is a new class and one more entry here. */
public final class Architectures {
    private static final List<Architecture> ALL = List.of(new Llama(), new Qwen2());

    private Architectures() {}

    /**
     * The architecture of a model.
     *
     * @throws SeraiException where the model names none or an unknown one
     */
    public static Architecture of(ModelMetadata metadata) {
        String name = metadata.string("general.architecture")
                .orElseThrow(() -> new SeraiException(
                        DecoderErrors.BAD_HYPERPARAMETER,
                        "The model does not say general.architecture. The file is damaged or was converted wrongly:"
                                + " fetch it again or use another."));
        return ALL.stream()
                .filter(architecture -> architecture.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new SeraiException(
                        DecoderErrors.UNKNOWN_ARCHITECTURE,
                        "The model's architecture '" + name + "' is not one of ["
                                + ALL.stream().map(Architecture::name).collect(Collectors.joining(", "))
                                + "]. Use another engine or another model."));
    }
}

package org.serai.model;

/** Makes tokenizers from the metadata of a model. A plugin provides one as an OSGi service. Thread-safe. */
public interface TokenizerFactory {
    /** Says whether it can build the model's tokenizer and, if it cannot, why. */
    Support supports(ModelMetadata metadata);

    /**
     * Builds the model's tokenizer.
     *
     * @throws org.serai.error.SeraiException where the metadata is incomplete, inconsistent or of an unknown kind
     */
    Tokenizer create(ModelMetadata metadata);
}

package org.serai.engine;

/** An optional interface of an {@link InferenceEngine} that can tell what a model takes before it is loaded. Thread-safe. */
public interface MemoryPlanner {
    /**
     * What {@link InferenceEngine#open} would take for this model and these options. Reads the header of the model file,
     * never weights.
     *
     * @throws org.serai.error.SeraiException where the model cannot be run, as {@link InferenceEngine#open} would
     */
    MemoryNeed plan(ModelReference model, SessionOptions options);
}

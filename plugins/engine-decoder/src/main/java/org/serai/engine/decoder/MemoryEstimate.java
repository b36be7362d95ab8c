package org.serai.engine.decoder;

import org.serai.engine.MemoryNeed;
import org.serai.engine.decoder.architecture.Hyperparameters;
import org.serai.engine.decoder.architecture.PassLimits;
import org.serai.model.ModelFile;
import org.serai.model.TensorInfo;

/** What a plan will take of memory, before anything of it is allocated. */
final class MemoryEstimate {
    private MemoryEstimate() {}

    /** Weights as the file has them; a device that packs them otherwise takes a little more or less. */
    static MemoryNeed of(LoadPlan plan, ModelFile file, boolean exact) {
        return new MemoryNeed(
                plan.device().info().name(),
                plan.device().weightsMemory(),
                file.tensors().stream().mapToLong(TensorInfo::bytes).sum(),
                plan.device().workMemory(),
                plan.cache().bytes(plan.device().cacheNumberBytes(plan.cache(), exact)),
                activations(plan.model(), plan.limits()));
    }

    /** The tensors that a pass works on: two hidden states, a block's inner ones, and logits. */
    private static long activations(Hyperparameters model, PassLimits limits) {
        long row = 2L * model.width()
                + model.queryColumns()
                + model.keyColumns()
                + model.valueColumns()
                + model.attentionColumns()
                + model.feedForward();
        long kept = (long) model.width() + model.attentionColumns() + model.vocabulary();
        return (row * limits.rows() + kept * limits.outputs()) * Float.BYTES;
    }
}

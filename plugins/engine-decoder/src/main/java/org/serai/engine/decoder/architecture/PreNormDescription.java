package org.serai.engine.decoder.architecture;

import java.util.List;
import java.util.OptionalInt;
import org.serai.device.Rope;
import org.serai.model.ModelFile;
import org.serai.model.TensorInfo;

/** Reads the {@link Hyperparameters} of models that {@link PreNormDecoder} computes. */
final class PreNormDescription {
    /** Beyond any model that fits a machine, and small enough that products of sizes stay within a long. */
    private static final int LARGEST = 1 << 22;

    private final ModelFile file;
    private final MetadataReader metadata;

    PreNormDescription(ModelFile file, String architecture) {
        this.file = file;
        this.metadata = new MetadataReader(file.metadata(), architecture);
    }

    Hyperparameters read(Rope.Style style) {
        refuseWhatIsNotComputed();
        int width = metadata.size("embedding_length", LARGEST);
        int heads = metadata.size("attention.head_count", LARGEST);
        int kvHeads = metadata.size("attention.head_count_kv", heads, heads);
        if (heads % kvHeads != 0) {
            throw metadata.bad(heads + " query heads cannot be shared out among " + kvHeads + " key-value heads");
        }
        int keyLength = metadata.size("attention.key_length", LARGEST, Math.max(1, width / heads));
        int valueLength = metadata.size("attention.value_length", LARGEST, Math.max(1, width / heads));
        int context = metadata.size("context_length", Integer.MAX_VALUE);
        return new Hyperparameters(
                metadata.size("block_count", 1 << 12),
                width,
                metadata.size("feed_forward_length", LARGEST),
                heads,
                kvHeads,
                keyLength,
                valueLength,
                vocabulary(width),
                context,
                window(context),
                metadata.positive("attention.layer_norm_rms_epsilon"),
                metadata.positive("attention.scale", (float) (1 / Math.sqrt(keyLength))),
                new RopeReader(file, metadata).read(style, keyLength, context));
    }

    private void refuseWhatIsNotComputed() {
        metadata.refuseUnless("expert_count", 0, "a mixture of experts");
        metadata.refuseIfFalse("attention.causal", "attention that looks ahead");
        metadata.refuseUnless("attention.max_alibi_bias", 0, "attention with linear biases");
        metadata.refuseUnless("attention.clamp_kqv", 0, "clamped queries, keys and values");
        metadata.refuseUnless("attn_logit_softcapping", 0, "capped attention");
        metadata.refuseUnless("final_logit_softcapping", 0, "capped logits");
        metadata.refuseUnless("embedding_scale", 1, "scaled embeddings");
        metadata.refuseUnless("residual_scale", 1, "scaled residuals");
        metadata.refuseUnless("logit_scale", 1, "scaled logits");
    }

    private int vocabulary(int width) {
        TensorInfo table = file.tensor(PreNormDecoder.EMBEDDINGS)
                .orElseThrow(() -> WeightLoader.missing(PreNormDecoder.EMBEDDINGS));
        WeightLoader.requireShape(table, List.of((long) width, table.rows()));
        if (table.rows() < 1 || table.rows() > LARGEST) {
            throw metadata.bad("The embedding table has " + table.rows() + " rows");
        }
        return (int) table.rows();
    }

    private OptionalInt window(int context) {
        int window = metadata.size("attention.sliding_window", Integer.MAX_VALUE, context);
        return window < context ? OptionalInt.of(window) : OptionalInt.empty();
    }
}

package org.serai.engine.decoder.architecture;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.serai.device.Rope;
import org.serai.engine.decoder.error.DecoderErrors;
import org.serai.error.SeraiException;
import org.serai.model.ModelFile;
import org.serai.model.TensorInfo;
import org.serai.model.TensorType;

/**
 * Turns what a file says about rotary embedding into one frequency for each pair of elements. Every way of stretching a
 * model's context changes nothing but these numbers and, for YaRN, a factor on sine and cosine.
 *
 * <ul>
 *   <li>linear: positions are divided by the factor (arXiv:2306.15595);
 *   <li>Llama 3: the file holds a divisor for each pair in {@code rope_freqs.weight};
 *   <li>YaRN: slow pairs are divided, fast ones stay, with a ramp between them (arXiv:2309.00071).
 * </ul>
 */
final class RopeReader {
    /** The tensor of divisors that converters write for Llama 3. */
    static final String DIVISORS = "rope_freqs.weight";

    private static final ValueLayout.OfFloat LITTLE_ENDIAN =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final ModelFile file;
    private final MetadataReader metadata;

    RopeReader(ModelFile file, MetadataReader metadata) {
        this.file = file;
        this.metadata = metadata;
    }

    Rope read(Rope.Style style, int keyLength, int context) {
        int turned = metadata.size("rope.dimension_count", keyLength, keyLength);
        if (turned % 2 != 0) {
            throw metadata.bad(
                    metadata.key("rope.dimension_count") + " is " + turned + ", and only pairs can be turned");
        }
        double base = metadata.positive("rope.freq_base", 10_000);
        double[] frequencies = plain(turned, base);
        String kind = metadata.string("rope.scaling.type", "linear");
        return switch (kind) {
            case "none" -> rope(style, frequencies, 1);
            case "linear" -> rope(style, linear(frequencies), 1);
            case "yarn" -> yarn(style, frequencies, base, context);
            default -> throw metadata.unsupported("rope.scaling.type", "the context scaling '" + kind + "'");
        };
    }

    private double[] plain(int turned, double base) {
        double[] frequencies = new double[turned / 2];
        float[] divisors = divisors(turned / 2);
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = Math.pow(base, -2.0 * i / turned) / divisors[i];
        }
        return frequencies;
    }

    private float[] divisors(int pairs) {
        float[] divisors = new float[pairs];
        Optional<TensorInfo> tensor = file.tensor(DIVISORS);
        if (tensor.isEmpty()) {
            Arrays.fill(divisors, 1);
            return divisors;
        }
        WeightLoader.requireShape(tensor.get(), List.of((long) pairs));
        if (tensor.get().type() != TensorType.F32) {
            throw new SeraiException(
                    DecoderErrors.UNSUPPORTED_TENSOR_TYPE,
                    "Tensor " + DIVISORS + " has the type " + tensor.get().type()
                            + ", and only F32 is known for it. Convert the model again.");
        }
        var data = file.data(tensor.get());
        for (int i = 0; i < pairs; i++) {
            divisors[i] = data.getAtIndex(LITTLE_ENDIAN, i);
            if (!(divisors[i] > 0)) {
                throw metadata.bad("Tensor " + DIVISORS + " holds " + divisors[i]);
            }
        }
        return divisors;
    }

    private double[] linear(double[] frequencies) {
        double factor = factor();
        double[] scaled = new double[frequencies.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = frequencies[i] / factor;
        }
        return scaled;
    }

    private Rope yarn(Rope.Style style, double[] frequencies, double base, int context) {
        double factor = factor();
        metadata.refuseUnless("rope.scaling.yarn_ext_factor", 1, "YaRN with another ramp");
        metadata.refuseUnless("rope.scaling.yarn_attn_factor", 1, "YaRN with another magnitude");
        metadata.refuseUnless("rope.scaling.yarn_log_multiplier", 0, "YaRN with a magnitude for all dimensions");
        int original = metadata.size("rope.scaling.original_context_length", Integer.MAX_VALUE, context);
        int turned = 2 * frequencies.length;
        double low = Math.max(
                0, Math.floor(turnsAt(metadata.positive("rope.scaling.yarn_beta_fast", 32), turned, base, original)));
        double high = Math.min(
                turned - 1.0,
                Math.ceil(turnsAt(metadata.positive("rope.scaling.yarn_beta_slow", 1), turned, base, original)));
        double[] scaled = new double[frequencies.length];
        for (int i = 0; i < scaled.length; i++) {
            double ramp = Math.clamp((i - low) / Math.max(0.001, high - low), 0, 1);
            scaled[i] = frequencies[i] * (1 - ramp + ramp / factor);
        }
        double magnitude = factor <= 1 ? 1 : 0.1 * Math.log(factor) + 1;
        return rope(style, scaled, magnitude * metadata.positive("rope.scaling.attn_factor", 1));
    }

    private double factor() {
        return metadata.positive("rope.scaling.factor", metadata.positive("rope.scale_linear", 1));
    }

    /** The pair that makes the given number of turns within the original context. */
    private static double turnsAt(double turns, int turned, double base, int context) {
        return turned * Math.log(context / (turns * 2 * Math.PI)) / (2 * Math.log(base));
    }

    private static Rope rope(Rope.Style style, double[] frequencies, double magnitude) {
        float[] single = new float[frequencies.length];
        for (int i = 0; i < single.length; i++) {
            single[i] = (float) frequencies[i];
        }
        return new Rope(style, single, (float) magnitude);
    }
}

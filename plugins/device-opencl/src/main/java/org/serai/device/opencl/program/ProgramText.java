package org.serai.device.opencl.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.serai.model.TensorType;

/**
 * The source of a program, put together from the files of this bundle.
 *
 * @param name for people, such as {@code weights Q4_0}
 * @param source in OpenCL C 1.2
 */
public record ProgramText(String name, String source) {
    private static final Map<TensorType, List<String>> FORMATS = new EnumMap<>(Map.ofEntries(
            Map.entry(TensorType.F32, List.of("formats/f32.cl")),
            Map.entry(TensorType.F16, List.of("formats/f16.cl")),
            Map.entry(TensorType.BF16, List.of("formats/bf16.cl")),
            Map.entry(TensorType.Q8_0, List.of("formats/q8_0.cl")),
            Map.entry(TensorType.Q4_0, List.of("formats/q4_0.cl")),
            Map.entry(TensorType.Q4_1, List.of("formats/q4_1.cl")),
            Map.entry(TensorType.Q5_0, List.of("formats/q5_0.cl")),
            Map.entry(TensorType.Q5_1, List.of("formats/q5_1.cl")),
            Map.entry(TensorType.Q4_K, List.of("formats/k_scales.cl", "formats/q4_k.cl")),
            Map.entry(TensorType.Q5_K, List.of("formats/k_scales.cl", "formats/q5_k.cl")),
            Map.entry(TensorType.Q6_K, List.of("formats/q6_k.cl"))));

    /** Normalisation and gates. */
    public static ProgramText activations() {
        return new ProgramText("activations", join(List.of("common.cl", "activations.cl")));
    }

    /**
     * Positions and attention.
     *
     * @param halfCache true where the KV cache holds F16, false where it holds F32
     */
    public static ProgramText attention(boolean halfCache) {
        String source = join(List.of("common.cl", "attention.cl"));
        return halfCache
                ? new ProgramText("attention, F16 cache", "#define KV_HALF\n" + source)
                : new ProgramText("attention, F32 cache", source);
    }

    /**
     * Products and embedding with weights of a type.
     *
     * @param type one of {@link #types()}
     */
    public static ProgramText weights(TensorType type) {
        List<String> format = FORMATS.getOrDefault(type, List.of());
        if (format.isEmpty()) {
            throw new IllegalArgumentException("there are no kernels for " + type);
        }
        String source = join(List.of("common.cl")) + join(format) + join(List.of("weights.cl"));
        return new ProgramText("weights " + type, source);
    }

    /** The types of weights that there are kernels for. */
    public static Set<TensorType> types() {
        return FORMATS.keySet();
    }

    private static String join(List<String> files) {
        return files.stream().map(ProgramText::read).collect(Collectors.joining("\n"));
    }

    private static String read(String file) {
        try (InputStream in = ProgramText.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("The bundle lacks its kernel file " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

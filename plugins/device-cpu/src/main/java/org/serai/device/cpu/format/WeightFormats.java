package org.serai.device.cpu.format;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.serai.model.TensorType;

/** The formats that the CPU device computes with. */
public final class WeightFormats {
    private static final Map<TensorType, WeightFormat> BY_TYPE = new EnumMap<>(TensorType.class);

    static {
        List<WeightFormat> formats = List.of(
                PlainFormat.F32,
                PlainFormat.F16,
                PlainFormat.BF16,
                new Q8x0Format(),
                new Q4x0Format(),
                new Q4x1Format(),
                new Q5x0Format(),
                new Q5x1Format(),
                Q45KFormat.fourBits(),
                Q45KFormat.fiveBits(),
                new Q6KFormat());
        formats.forEach(format -> BY_TYPE.put(format.type(), format));
    }

    private WeightFormats() {}

    /** The format of a type, or empty where there is none. */
    public static Optional<WeightFormat> of(TensorType type) {
        return Optional.ofNullable(BY_TYPE.get(type));
    }

    /** The types that have a format. */
    public static Set<TensorType> types() {
        return Set.copyOf(BY_TYPE.keySet());
    }
}

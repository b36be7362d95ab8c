package org.serai.device.cpu.x86;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.serai.device.cpu.format.BlockFormat;
import org.serai.device.cpu.format.WeightFormats;
import org.serai.device.cpu.x86.ExecutableMemory.UnavailableException;
import org.serai.model.TensorType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The functions for each format that were proved against their definition; those that differ are dropped, loudly. Immutable. */
final class ProvedFunctions {
    private static final Logger LOG = LoggerFactory.getLogger(ProvedFunctions.class);

    private final Map<TensorType, ProductFunctions> functions = new EnumMap<>(TensorType.class);
    private final Set<TensorType> dropped = EnumSet.noneOf(TensorType.class);

    /** Assembles and proves, which takes some tenths of a second of a cold JVM. */
    ProvedFunctions() {
        for (TensorType type : WeightFormats.types()) {
            if (WeightFormats.of(type).orElseThrow() instanceof BlockFormat format) {
                prove(type, format);
            }
        }
    }

    private void prove(TensorType type, BlockFormat format) {
        try {
            ProductFunctions assembled = ProductFunctions.assemble(BlockLayout.of(format));
            if (Proof.holds(format, assembled)) {
                functions.put(type, assembled);
                return;
            }
            LOG.error("The assembled kernels for {} differ from their definition on this CPU", type);
        } catch (UnavailableException e) {
            LOG.error("There are no assembled kernels for {}: {}", type, e.getMessage());
        }
        dropped.add(type);
    }

    /** Null where there are none for a format. */
    @Nullable
    ProductFunctions of(TensorType type) {
        return functions.get(type);
    }

    /** The formats whose functions were dropped. */
    Set<TensorType> dropped() {
        return dropped;
    }
}

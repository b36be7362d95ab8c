package org.serai.device.cpu.x86;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.serai.device.KvShape;
import org.serai.device.cpu.format.BlockFormat;
import org.serai.device.cpu.format.WeightFormats;
import org.serai.device.cpu.x86.ExecutableMemory.UnavailableException;
import org.serai.model.TensorType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The functions for each format, and for the attention of each shape, that were proved against their definition; those that
 * differ are dropped, loudly. Thread-safe.
 */
final class ProvedFunctions {
    private static final Logger LOG = LoggerFactory.getLogger(ProvedFunctions.class);

    private final InstructionSet set;
    private final CodeListener listener;
    private final Map<TensorType, ProductFunctions> functions = new EnumMap<>(TensorType.class);
    private final Set<TensorType> dropped = EnumSet.noneOf(TensorType.class);
    private final Map<AttentionLayout, Optional<AssembledAttention>> attention = new ConcurrentHashMap<>();
    private final Set<AttentionLayout> droppedAttention = ConcurrentHashMap.newKeySet();

    /** What was asked for before: a model asks for the same in each layer. */
    private volatile @Nullable AssembledAttention latest;

    /**
     * Assembles and proves, which takes some tenths of a second of a cold JVM.
     *
     * @param listener is told of what is assembled before it is proved
     */
    ProvedFunctions(InstructionSet set, CodeListener listener) {
        this.set = set;
        this.listener = listener.within(set.word());
        for (TensorType type : WeightFormats.types()) {
            if (WeightFormats.of(type).orElseThrow() instanceof BlockFormat format) {
                prove(type, format);
            }
        }
    }

    private void prove(TensorType type, BlockFormat format) {
        try {
            BlockLayout layout = BlockLayout.of(format, set.interleaving());
            ProductFunctions assembled = ProductFunctions.assemble(
                    layout, set::steps, listener.within(type.name().toLowerCase(Locale.ROOT)));
            if (Proof.holds(format, assembled)) {
                functions.put(type, assembled);
                return;
            }
            LOG.error("The kernels for {} that are assembled for {} differ from their definition", type, set.title());
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

    /** Null where there is none for caches of a shape. The first call for a shape assembles and proves. */
    @Nullable
    AssembledAttention attention(KvShape shape) {
        @Nullable AssembledAttention known = latest;
        if (known == null || !known.fits(shape)) {
            known = attention
                    .computeIfAbsent(AttentionLayout.of(shape), this::prove)
                    .orElse(null);
            latest = known;
        }
        return known;
    }

    private Optional<AssembledAttention> prove(AttentionLayout layout) {
        if (!layout.isSupported()) {
            return Optional.empty();
        }
        try {
            AttentionFunctions assembled = AttentionFunctions.assemble(set, layout, listener);
            if (AttentionProof.holds(assembled)) {
                return Optional.of(new AssembledAttention(assembled));
            }
            LOG.error("The assembled attention for {} differs from its definition on this CPU", layout);
        } catch (UnavailableException e) {
            LOG.error("There is no assembled attention for {}: {}", layout, e.getMessage());
        }
        droppedAttention.add(layout);
        return Optional.empty();
    }

    /** Everything that was dropped, for people. */
    List<String> complaints() {
        return Stream.concat(
                        dropped.stream().map(TensorType::name),
                        droppedAttention.stream()
                                .map(layout -> "attention of " + layout.keyColumns() + " elements a head"))
                .sorted()
                .toList();
    }
}

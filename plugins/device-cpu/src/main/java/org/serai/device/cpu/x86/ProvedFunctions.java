package org.serai.device.cpu.x86;

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
import org.serai.device.cpu.format.WeightFormat;
import org.serai.device.cpu.x86.ExecutableMemory.UnavailableException;
import org.serai.model.TensorType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The functions for each format, and for the attention of each shape, that were proved against their definition; those that
 * differ are dropped, loudly. Each is assembled and proved when it is asked for first, which takes some hundredths of a second of
 * a cold JVM: a model has few formats, and one shape. Thread-safe.
 */
final class ProvedFunctions {
    private static final Logger LOG = LoggerFactory.getLogger(ProvedFunctions.class);

    private final InstructionSet set;
    private final CodeListener listener;
    private final Quantisation quantisation;
    private final Map<TensorType, Optional<ProductFunctions>> products = new ConcurrentHashMap<>();
    private final Set<TensorType> droppedProducts = ConcurrentHashMap.newKeySet();
    private final Map<AttentionLayout, Optional<AssembledAttention>> attention = new ConcurrentHashMap<>();
    private final Set<AttentionLayout> droppedAttention = ConcurrentHashMap.newKeySet();

    /** What was asked for before: a model asks for the same in each layer. */
    private volatile @Nullable AssembledAttention latest;

    /**
     * @param listener is told of what is assembled before it is proved
     * @throws UnavailableException where the system gives no executable memory
     */
    ProvedFunctions(InstructionSet set, CodeListener listener) throws UnavailableException {
        this.set = set;
        this.listener = listener.within(set.word());
        quantisation = Quantisation.assemble(set.wantsPairs(), this.listener);
    }

    /** Null where there are none for a format. */
    @Nullable
    ProductFunctions products(WeightFormat format) {
        return format instanceof BlockFormat blocks
                ? products.computeIfAbsent(format.type(), type -> prove(type, blocks))
                        .orElse(null)
                : null;
    }

    private Optional<ProductFunctions> prove(TensorType type, BlockFormat format) {
        try {
            ProductFunctions assembled = ProductFunctions.assemble(
                    BlockLayout.of(format, set.interleaving()),
                    set::steps,
                    quantisation,
                    listener.within(type.name().toLowerCase(Locale.ROOT)));
            if (Proof.holds(format, assembled)) {
                return Optional.of(assembled);
            }
            LOG.error("The kernels for {} that are assembled for {} differ from their definition", type, set.title());
        } catch (UnavailableException e) {
            LOG.error("There are no assembled kernels for {}: {}", type, e.getMessage());
        }
        droppedProducts.add(type);
        return Optional.empty();
    }

    /** True where there would be functions for a format, had they not been dropped. */
    boolean lacks(WeightFormat format) {
        return format instanceof BlockFormat && products(format) == null;
    }

    /** Null where there is none for caches of a shape. */
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

    /** Everything that was dropped up to now, for people. */
    List<String> complaints() {
        return Stream.concat(
                        droppedProducts.stream().map(TensorType::name),
                        droppedAttention.stream()
                                .map(layout -> "attention of " + layout.keyColumns() + " elements a head"))
                .sorted()
                .toList();
    }
}

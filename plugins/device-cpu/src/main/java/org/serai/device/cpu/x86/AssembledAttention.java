package org.serai.device.cpu.x86;

import org.serai.device.KvShape;
import org.serai.device.cpu.kernel.Attention;
import org.serai.device.cpu.kernel.F16Pages;
import org.serai.device.cpu.kernel.KvPages;
import org.serai.device.cpu.kernel.Workspace;

/**
 * Attention page by page, for all queries of some rows together that share a key-value head: each page is read once for all
 * of them. Stateless and thread-safe.
 */
final class AssembledAttention {
    private final AttentionFunctions functions;

    AssembledAttention(AttentionFunctions functions) {
        this.functions = functions;
    }

    /** True where these are the functions for caches of a shape. */
    boolean fits(KvShape shape) {
        AttentionLayout layout = functions.layout();
        return layout.keyColumns() == shape.keyColumns()
                && layout.keyStride() == KvPages.keyStride(shape)
                && layout.valueColumns() == shape.valueColumns();
    }

    /** For the rows {@code fromRow ≤ r < toRow}, which have one page table, and query heads {@code fromHead ≤ h < toHead}. */
    void attend(
            Attention attention,
            F16Pages cache,
            int fromRow,
            int toRow,
            int fromHead,
            int toHead,
            Workspace workspace) {
        AttentionQueries queries = workspace.kept(AttentionQueries.class, AttentionQueries::new);
        int group = attention.groupHeads();
        for (int kvHead = fromHead / group; kvHead * group < toHead; kvHead++) {
            int first = Math.max(fromHead, kvHead * group);
            int last = Math.min(toHead, (kvHead + 1) * group);
            queries.set(functions, attention, fromRow, toRow, first, last, workspace);
            queries.attend(cache, kvHead);
        }
    }
}

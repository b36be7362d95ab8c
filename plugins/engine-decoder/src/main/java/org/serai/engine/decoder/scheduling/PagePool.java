package org.serai.engine.decoder.scheduling;

/**
 * The pages of a KV cache, handed out to sequences one by one as they grow. It has enough for every slot to fill its
 * context. Pages that no sequence uses may still be remembered for what is in them; they are taken back, the one that was
 * not used for longest first, before a sequence would have to wait for a page. Used by the scheduler's thread.
 */
final class PagePool {
    private final int pageTokens;
    private final int[] free;
    private final PrefixCache prefixes = new PrefixCache();
    private int freeCount;

    PagePool(int pageTokens, int pages) {
        this.pageTokens = pageTokens;
        this.free = new int[pages];
        for (int i = 0; i < pages; i++) {
            free[i] = pages - 1 - i;
        }
        freeCount = pages;
    }

    int pageTokens() {
        return pageTokens;
    }

    PrefixCache prefixes() {
        return prefixes;
    }

    /** Pages with nothing in them. */
    int freePages() {
        return freeCount;
    }

    /** Pages that no sequence uses, and that are remembered. */
    int idlePages() {
        return prefixes.idle();
    }

    /** Tokens that have room in the pages that sequences use. */
    long usedTokens() {
        return (long) (free.length - freeCount - prefixes.idle()) * pageTokens;
    }

    long capacityTokens() {
        return (long) free.length * pageTokens;
    }

    /** A page for one sequence alone. */
    int take() {
        return freeCount > 0 ? free[--freeCount] : prefixes.evict();
    }

    /** Takes a page back whose content is of no use to anybody. */
    void give(int page) {
        free[freeCount++] = page;
    }
}

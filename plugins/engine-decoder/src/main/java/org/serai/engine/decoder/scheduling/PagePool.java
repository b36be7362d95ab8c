package org.serai.engine.decoder.scheduling;

/**
 * The pages of a KV cache, handed out to sequences one by one as they grow. It has enough for every slot to fill its
 * context, so that an admitted sequence never waits for a page. Used by the scheduler's thread.
 */
final class PagePool {
    private final int pageTokens;
    private final int[] free;
    private int freeCount;

    PagePool(int pageTokens, int pages) {
        this.pageTokens = pageTokens;
        this.free = new int[pages];
        for (int i = 0; i < pages; i++) {
            free[i] = pages - 1 - i;
        }
        freeCount = pages;
    }

    /** Pages that a sequence of some tokens takes. */
    static int pagesFor(int tokens, int pageTokens) {
        return Math.ceilDiv(tokens, pageTokens);
    }

    int freePages() {
        return freeCount;
    }

    long usedTokens() {
        return (long) (free.length - freeCount) * pageTokens;
    }

    long capacityTokens() {
        return (long) free.length * pageTokens;
    }

    /** The pages of one sequence. */
    PageTable newTable(int mostTokens) {
        return new PageTable(pagesFor(mostTokens, pageTokens));
    }

    /** A sequence's pages, in the order of its tokens. */
    final class PageTable {
        private final int[] pages;
        private int count;

        private PageTable(int mostPages) {
            pages = new int[mostPages];
        }

        /** The table as the device takes it; the same array for the life of the sequence. */
        int[] pages() {
            return pages;
        }

        /** Takes pages until a number of tokens has room. */
        void reserve(int tokens) {
            while (count * pageTokens < tokens) {
                pages[count] = free[--freeCount];
                count++;
            }
        }

        /** Gives all pages back. */
        void release() {
            while (count > 0) {
                free[freeCount++] = pages[--count];
            }
        }
    }
}

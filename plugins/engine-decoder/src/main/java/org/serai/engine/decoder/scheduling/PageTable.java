package org.serai.engine.decoder.scheduling;

import org.serai.engine.decoder.scheduling.PrefixCache.Block;

/**
 * The pages of one sequence, in the order of its tokens. The first ones may be shared with other sequences, which nobody
 * writes to; the others are its own. Used by the scheduler's thread.
 */
final class PageTable {
    /** Copying part of a page pays from here on. */
    private static final int LEAST_COPIED = 8;

    private final PagePool pool;
    private final int[] pages;
    private Block shared;
    private int sharedCount;
    private int count;

    /** Copies what is in a page onto another one. */
    interface PageCopier {
        void copy(int from, int to);
    }

    /** @param mostTokens the most tokens that will need room */
    PageTable(PagePool pool, int mostTokens) {
        this.pool = pool;
        this.pages = new int[Math.ceilDiv(mostTokens, pool.pageTokens())];
        this.shared = pool.prefixes().root();
    }

    /** The table as the device takes it; the same array for the life of the sequence. */
    int[] pages() {
        return pages;
    }

    /**
     * Begins with what the cache has of a prompt: whole pages are shared, and where another prompt goes on differently in
     * the middle of a page, what both have in common is copied.
     *
     * @param most tokens of the prompt that may come from the cache
     * @return how many do
     */
    int reuse(int[] prompt, int most, PageCopier copier) {
        PrefixCache prefixes = pool.prefixes();
        int pageTokens = pool.pageTokens();
        int begin = 0;
        while (begin + pageTokens <= most) {
            Block next = prefixes.use(shared, prompt, begin, begin + pageTokens);
            if (next == null) {
                break;
            }
            share(next);
            begin += pageTokens;
        }
        return begin + copySimilar(prompt, begin, most, copier);
    }

    private int copySimilar(int[] prompt, int begin, int most, PageCopier copier) {
        Block similar = pool.prefixes().similar(shared, prompt, begin, most);
        int common = similar == null ? 0 : similar.common(prompt, begin, most);
        if (similar == null || common < LEAST_COPIED) {
            return 0;
        }
        reserve(begin + common);
        int page = pages[count - 1];
        if (page != similar.page()) { // the only page that could be had may have been this very one
            copier.copy(similar.page(), page);
        }
        return common;
    }

    private void share(Block block) {
        pages[sharedCount++] = block.page();
        count = Math.max(count, sharedCount);
        shared = block;
    }

    /** Takes pages until a number of tokens has room. */
    void reserve(int tokens) {
        while (count * pool.pageTokens() < tokens) {
            pages[count] = pool.take();
            count++;
        }
    }

    /** Lets others share the pages that are full of the first {@code length} tokens, which nobody will write to again. */
    void offer(int[] tokens, int length) {
        PrefixCache prefixes = pool.prefixes();
        int pageTokens = pool.pageTokens();
        for (int end = (sharedCount + 1) * pageTokens; end <= length; end += pageTokens) {
            int page = pages[sharedCount];
            Block same = prefixes.use(shared, tokens, end - pageTokens, end);
            if (same == null) {
                share(prefixes.add(shared, tokens, end - pageTokens, end, page));
            } else {
                share(same); // another sequence was quicker
                pool.give(page);
            }
        }
    }

    /** Gives all pages back. */
    void release() {
        while (count > sharedCount) {
            pool.give(pages[--count]);
        }
        Block block = shared;
        for (Block parent = block.parent(); parent != null; parent = block.parent()) {
            pool.prefixes().letGo(block);
            block = parent;
        }
        shared = block;
        sharedCount = 0;
        count = 0;
    }
}

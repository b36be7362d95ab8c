package org.serai.engine.decoder.scheduling;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers pages that hold the keys and values of prompts, so that a prompt with the same beginning need not compute them
 * again (Kwon et al., PagedAttention, SOSP 2023). Keys and values of a token depend on all tokens before it; so a block
 * stands for a page of tokens behind the tokens of its parent, and the blocks form a tree.
 *
 * <p>A sequence uses a block together with all of its ancestors. Blocks that nobody uses stand in a list by last use. An
 * ancestor is let go after its descendants, so the block that was not used for longest has none. Not thread-safe.
 */
final class PrefixCache {
    private final Block root = new Block(null, new Tokens(new int[0]), -1);

    /** The two ends of the list of idle blocks. */
    private @Nullable Block oldest;

    private @Nullable Block newest;
    private int idle;

    /** The tokens of a page, comparable by content. */
    private static final class Tokens {
        private final int[] ids;
        private final int hash;

        Tokens(int[] ids) {
            this.ids = ids;
            this.hash = Arrays.hashCode(ids);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Tokens tokens && hash == tokens.hash && Arrays.equals(ids, tokens.ids);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /** A page whose content is known. */
    static final class Block {
        private final @Nullable Block parent;
        private final Tokens tokens;
        private final int page;
        private final Map<Tokens, Block> children = new HashMap<>();
        private int users;
        private @Nullable Block older;
        private @Nullable Block newer;

        private Block(@Nullable Block parent, Tokens tokens, int page) {
            this.parent = parent;
            this.tokens = tokens;
            this.page = page;
        }

        int page() {
            return page;
        }

        /** The block of the page before; the root has none. */
        @Nullable
        Block parent() {
            return parent;
        }

        /** How many of the tokens from {@code from} to {@code to} the block begins with. */
        int common(int[] ids, int from, int to) {
            int end = Math.min(tokens.ids.length, to - from);
            int mismatch = Arrays.mismatch(tokens.ids, 0, end, ids, from, from + end);
            return mismatch < 0 ? end : mismatch;
        }
    }

    /** What stands before the first page of a sequence. */
    Block root() {
        return root;
    }

    /** Blocks that nobody uses. */
    int idle() {
        return idle;
    }

    /** The block behind another that holds exactly these tokens; it is used from now on. */
    @Nullable
    Block use(Block before, int[] ids, int from, int to) {
        Block found = before.children.get(new Tokens(Arrays.copyOfRange(ids, from, to)));
        if (found != null) {
            use(found);
        }
        return found;
    }

    /** The block behind another that begins with most of these tokens; the next eviction may take it. */
    @Nullable
    Block similar(Block before, int[] ids, int from, int to) {
        Block best = null;
        int most = 0;
        for (Block child : before.children.values()) {
            int common = child.common(ids, from, to);
            if (common > most) {
                best = child;
                most = common;
            }
        }
        return best;
    }

    /** Remembers a page that holds these tokens behind a block that is used; it is used itself. */
    Block add(Block before, int[] ids, int from, int to, int page) {
        Tokens tokens = new Tokens(Arrays.copyOfRange(ids, from, to));
        Block block = new Block(before, tokens, page);
        block.users = 1;
        before.children.put(tokens, block);
        return block;
    }

    /** One user less. */
    void letGo(Block block) {
        if (--block.users == 0) {
            append(block);
        }
    }

    /** Forgets the block that was not used for longest, and gives its page. */
    int evict() {
        Block block = oldest;
        if (block == null || block.parent == null) {
            throw new IllegalStateException("All pages are in use, although each slot has enough for its context");
        }
        remove(block);
        block.parent.children.remove(block.tokens);
        return block.page;
    }

    private void use(Block block) {
        if (block.users++ == 0) {
            remove(block);
        }
    }

    private void append(Block block) {
        block.older = newest;
        if (newest == null) {
            oldest = block;
        } else {
            newest.newer = block;
        }
        newest = block;
        idle++;
    }

    private void remove(Block block) {
        if (block.older == null) {
            oldest = block.newer;
        } else {
            block.older.newer = block.newer;
        }
        if (block.newer == null) {
            newest = block.older;
        } else {
            block.newer.older = block.older;
        }
        block.older = null;
        block.newer = null;
        idle--;
    }
}

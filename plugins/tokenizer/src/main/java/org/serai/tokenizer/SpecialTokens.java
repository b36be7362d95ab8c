package org.serai.tokenizer;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds special tokens in a text: from left to right, and of those that begin at the same place the longest. A trie over
 * the spellings; a text of n characters takes at most n times the longest spelling steps.
 */
final class SpecialTokens {
    private static final int ROOT = 0;
    private static final int NONE = -1;

    private final Map<Long, Integer> edges = new HashMap<>();
    private final IntList tokens = new IntList(64);
    private final BitSet first = new BitSet();
    private final Vocabulary vocabulary;

    /** Takes the parts of a text in order. */
    interface Parts {
        /** A part without special tokens; not empty. */
        void text(int from, int to);

        void token(int id);
    }

    SpecialTokens(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        tokens.add(NONE);
        for (int id = 0; id < vocabulary.size(); id++) {
            TokenType type = vocabulary.type(id);
            if ((type.isSpecial() || type == TokenType.USER_DEFINED)
                    && !vocabulary.spelling(id).isEmpty()) {
                add(vocabulary.spelling(id), id);
            }
        }
    }

    private void add(String spelling, int id) {
        int node = ROOT;
        first.set(spelling.charAt(0));
        for (int i = 0; i < spelling.length(); i++) {
            Integer child = edges.get(edge(node, spelling.charAt(i)));
            if (child == null) {
                child = tokens.size();
                tokens.add(NONE);
                edges.put(edge(node, spelling.charAt(i)), child);
            }
            node = child;
        }
        tokens.set(node, id);
    }

    /**
     * Cuts a text at its special tokens.
     *
     * @param all true for all of them, false for those of type USER_DEFINED only
     */
    void split(String text, boolean all, Parts parts) {
        int plainFrom = 0;
        for (int at = 0; at < text.length(); ) {
            int token = first.get(text.charAt(at)) ? longestAt(text, at, all) : NONE;
            if (token == NONE) {
                at++;
                continue;
            }
            if (at > plainFrom) {
                parts.text(plainFrom, at);
            }
            parts.token(token);
            at += vocabulary.spelling(token).length();
            plainFrom = at;
        }
        if (plainFrom < text.length()) {
            parts.text(plainFrom, text.length());
        }
    }

    private int longestAt(String text, int from, boolean all) {
        int longest = NONE;
        int node = ROOT;
        for (int at = from; at < text.length(); at++) {
            Integer child = edges.get(edge(node, text.charAt(at)));
            if (child == null) {
                break;
            }
            node = child;
            int token = tokens.get(node);
            if (token != NONE && (all || vocabulary.type(token) == TokenType.USER_DEFINED)) {
                longest = token;
            }
        }
        return longest;
    }

    private static long edge(int node, char c) {
        return ((long) node << 16) | c;
    }
}

package org.serai.tokenizer;

import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * The tokens that end a generation: those that the metadata names, and those that are known by their spelling, since
 * most files name one only and models end their turn with another. The spellings are llama.cpp's.
 *
 * @see <a href="https://github.com/ggml-org/llama.cpp/issues/9606">Why the spelling has to decide</a>
 */
final class EndTokens {
    private static final Set<String> SPELLINGS = Set.of(
            "<|eot_id|>",
            "<|im_end|>",
            "<|end|>",
            "<|return|>",
            "<|call|>",
            "<|flush|>",
            "<|calls|>",
            "<end_of_turn>",
            "<|endoftext|>",
            "</s>",
            "<|eom_id|>",
            "<EOT>",
            "_<EOT>",
            "[EOT]",
            "[EOS]",
            "<|end_of_text|>",
            "<end_of_utterance>",
            "<eos>",
            "<turn|>",
            "<|tool_response>",
            "<｜end▁of▁sentence｜>",
            "[e~[",
            // fill in the middle: padding, name of a repository, between two files
            "<|fim_pad|>",
            "<fim-pad>",
            "<fim_pad>",
            "<PAD>",
            "[PAD]",
            "<|fim_repo|>",
            "<|repo_name|>",
            "<fim-repo>",
            "<REPO>",
            "<reponame>",
            "<|file_sep|>");

    private final BitSet ids;

    private EndTokens(BitSet ids) {
        this.ids = ids;
    }

    /**
     * Collects the end tokens of a vocabulary.
     *
     * @param named the ids that the metadata names as ends
     */
    static EndTokens of(List<String> spellings, Set<Integer> named) {
        BitSet ids = new BitSet(spellings.size());
        named.forEach(ids::set);
        int messageEnd = -1;
        boolean returns = false;
        boolean calls = false;
        for (int id = 0; id < spellings.size(); id++) {
            String spelling = spellings.get(id);
            if (SPELLINGS.contains(spelling)) {
                ids.set(id);
                switch (spelling) {
                    case "<|end|>" -> messageEnd = id;
                    case "<|return|>", "<|flush|>" -> returns = true;
                    case "<|call|>", "<|calls|>" -> calls = true;
                    default -> {}
                }
            }
        }
        // In the harmony format <|end|> closes one message of several; <|return|> and <|call|> end the turn.
        if (messageEnd >= 0 && returns && calls) {
            ids.clear(messageEnd);
        }
        return new EndTokens(ids);
    }

    boolean contains(int id) {
        return id >= 0 && ids.get(id);
    }
}

package org.serai.it.benchmarks.documents;

import java.nio.file.Path;
import java.util.List;

/**
 * What is measured.
 *
 * @param serai {@code bin/serai} of a distribution
 * @param llamaServer the program
 * @param documents in all
 * @param batch documents after which the other side has its turn
 * @param seraiSlots slots of the alias
 * @param llamaSlots numbers of slots of which llama-server's best is sought first
 */
record Settings(
        Path serai,
        Path llamaServer,
        Path model,
        int documents,
        int batch,
        int threads,
        int seraiSlots,
        List<Integer> llamaSlots) {
    /** Tokens of an answer. */
    static final int ANSWER_TOKENS = 60;

    /** Tokens of the longest letter with its instruction, its answer and what the chat template adds. */
    static final int CONTEXT = 2048;
}

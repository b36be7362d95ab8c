package org.serai.it.benchmarks;

/** The work that both sides do: llama-bench's own default. */
final class Workload {
    static final int PROMPT_TOKENS = 512;
    static final int ANSWER_TOKENS = 128;

    private Workload() {}
}

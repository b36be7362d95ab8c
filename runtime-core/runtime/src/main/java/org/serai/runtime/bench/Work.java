package org.serai.runtime.bench;

/** Something to do whose speed is measured. */
sealed interface Work {
    /** What it is called in tables. */
    String label();

    /** What it is called in JSON. */
    String kind();

    /** Tokens of the longest sequence, prompt and answer together. */
    int context();

    /** Sequences that are worked on at once. */
    default int sequences() {
        return 1;
    }

    /** What a rate counts. */
    default String unit() {
        return "tokens/s";
    }

    /** A prompt of some tokens, to the first token of its answer. */
    record Prefill(int tokens) implements Work {
        @Override
        public String label() {
            return "prefill " + tokens;
        }

        @Override
        public String kind() {
            return "prefill";
        }

        @Override
        public int context() {
            return tokens + 1;
        }
    }

    /**
     * An answer of some tokens to each of some short prompts, all at once.
     *
     * @param sequences 1 or more
     * @param tokens of each answer
     */
    record Decode(int sequences, int tokens) implements Work {
        /** Of each sequence, where there are several; one has a prompt of one token, as in llama-bench. */
        static final int PROMPT = 16;

        @Override
        public String label() {
            return sequences == 1 ? "decode " + tokens : "decode " + sequences + " × " + tokens;
        }

        @Override
        public String kind() {
            return "decode";
        }

        int prompt() {
            return sequences == 1 ? 1 : PROMPT;
        }

        @Override
        public int context() {
            return prompt() + tokens + 1;
        }
    }

    /**
     * Documents of many lengths that begin with the same instruction, each with a short answer; as many at once as there are
     * slots.
     */
    record Documents(int count, int sequences) implements Work {
        static final int INSTRUCTION = 400;
        static final int SHORTEST = 300;
        static final int LONGEST = 1500;
        static final int ANSWER = 60;

        @Override
        public String label() {
            return count + " documents";
        }

        @Override
        public String kind() {
            return "documents";
        }

        @Override
        public int context() {
            return INSTRUCTION + LONGEST + ANSWER + 1;
        }

        @Override
        public String unit() {
            return "documents/min";
        }

        /** Tokens of a document without the instruction: the lengths are spread evenly. */
        int length(int index) {
            return count == 1
                    ? (SHORTEST + LONGEST) / 2
                    : SHORTEST + (int) ((long) (LONGEST - SHORTEST) * index / (count - 1));
        }
    }
}

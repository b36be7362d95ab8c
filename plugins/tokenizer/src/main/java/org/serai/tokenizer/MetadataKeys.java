package org.serai.tokenizer;

/** The names of the tokenizer's metadata, as the GGUF specification and its common extensions give them. */
final class MetadataKeys {
    static final String MODEL = "tokenizer.ggml.model";
    static final String PRE = "tokenizer.ggml.pre";
    static final String TOKENS = "tokenizer.ggml.tokens";
    static final String TYPES = "tokenizer.ggml.token_type";
    static final String SCORES = "tokenizer.ggml.scores";
    static final String MERGES = "tokenizer.ggml.merges";
    static final String BOS = "tokenizer.ggml.bos_token_id";
    static final String EOS = "tokenizer.ggml.eos_token_id";
    static final String EOT = "tokenizer.ggml.eot_token_id";
    static final String EOM = "tokenizer.ggml.eom_token_id";
    static final String UNKNOWN = "tokenizer.ggml.unknown_token_id";
    static final String PADDING = "tokenizer.ggml.padding_token_id";
    static final String FIM_PAD = "tokenizer.ggml.fim_pad_token_id";
    static final String FIM_REPOSITORY = "tokenizer.ggml.fim_rep_token_id";
    static final String FIM_SEPARATOR = "tokenizer.ggml.fim_sep_token_id";
    static final String ADD_BOS = "tokenizer.ggml.add_bos_token";
    static final String ADD_EOS = "tokenizer.ggml.add_eos_token";
    static final String ADD_SPACE_PREFIX = "tokenizer.ggml.add_space_prefix";
    static final String REMOVE_EXTRA_WHITESPACES = "tokenizer.ggml.remove_extra_whitespaces";

    private MetadataKeys() {}
}

package org.serai.connector.kafka.deadletter;

/**
 * The headers of a dead letter, which come after those of the original record. Values are UTF-8 text; what is not known is
 * left out. {@code docs/dead-letters.md} lists them for users, so a name is never changed.
 */
final class LetterHeaders {
    /** What the names begin with. */
    static final String PREFIX = "serai-dlq-";

    /** How many of the record's headers are the original's; these come first. */
    static final String ORIGINAL_HEADERS = PREFIX + "original-headers";

    static final String REASON = PREFIX + "reason";
    static final String CATEGORY = PREFIX + "category";
    static final String MESSAGE = PREFIX + "message";
    static final String ATTEMPTS = PREFIX + "attempts";
    static final String ROUTE = PREFIX + "route";
    static final String GROUP = PREFIX + "group";
    static final String TOPIC = PREFIX + "topic";
    static final String PARTITION = PREFIX + "partition";
    static final String OFFSET = PREFIX + "offset";

    /** The original's timestamp, as ISO 8601. */
    static final String TIMESTAMP = PREFIX + "timestamp";

    static final String FIRST_TAKEN = PREFIX + "first-taken";
    static final String FAILED_AT = PREFIX + "failed-at";
    static final String ALIAS = PREFIX + "alias";
    static final String MODEL = PREFIX + "model";
    static final String MODEL_DIGEST = PREFIX + "model-digest";
    static final String ENGINE = PREFIX + "engine";
    static final String PARAMETERS = PREFIX + "parameters";
    static final String FINISH_REASON = PREFIX + "finish-reason";
    static final String PROMPT_DIGEST = PREFIX + "prompt-digest";
    static final String PROMPT = PREFIX + "prompt";
    static final String PARTIAL_OUTPUT = PREFIX + "partial-output";

    /** The only header of the mark that says that a letter is done with: the letter's id. */
    static final String DONE = PREFIX + "done";

    private LetterHeaders() {}
}

package org.serai.camel.component;

/** What becomes of an answer that the limit of tokens cut off. The names are the values of the endpoint's option. */
public enum OnLength {
    /** The exchange goes on; the header {@link SeraiConstants#FINISH_REASON} says {@code length}. */
    accept,
    /** The exchange fails with {@link SeraiComponentErrors#TRUNCATED}. */
    fail
}

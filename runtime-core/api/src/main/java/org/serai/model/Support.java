package org.serai.model;

/** The answer to "can you do this?": yes, or no and why. */
public sealed interface Support {
    /** Supported. */
    record Yes() implements Support {}

    /**
     * Not supported.
     *
     * @param reason a sentence for the operator: what is missing and, where there is one, the way out
     */
    record No(String reason) implements Support {}

    static Support yes() {
        return new Yes();
    }

    static Support no(String reason) {
        return new No(reason);
    }

    default boolean isYes() {
        return this instanceof Yes;
    }
}

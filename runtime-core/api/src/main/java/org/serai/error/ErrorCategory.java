package org.serai.error;

/** Says whose turn it is to act when something failed, and whether trying again can help. */
public enum ErrorCategory {
    /** The request is wrong: its sender must change it. */
    INVALID(false),
    /** The input does not fit the model's context: split it, or use a larger model. */
    TOO_LONG(false),
    /** The output was cut off before it was complete. */
    TRUNCATED(false),
    /** The configuration is wrong: the operator must change it. */
    CONFIGURATION(false),
    /** A named thing does not exist. */
    NOT_FOUND(false),
    /** The thing exists, but this part of Serai cannot do it. */
    UNSUPPORTED(false),
    /** A file is damaged or is not what it claims to be. */
    CORRUPT(false),
    /** Every place is taken: try again later. */
    OVERLOAD(true),
    /** A deadline passed. */
    TIMEOUT(true),
    /** Somebody asked for the work to stop. */
    CANCELLED(false),
    /** Memory, disk, a port or another resource of the machine is missing. */
    RESOURCE(true),
    /** A part that is needed is not there at the moment: a bundle, a model, a server. */
    UNAVAILABLE(true),
    /** A defect of Serai. */
    INTERNAL(false);

    private final boolean retryable;

    ErrorCategory(boolean retryable) {
        this.retryable = retryable;
    }

    /** True where the same request can succeed later without anybody changing it. */
    public boolean retryable() {
        return retryable;
    }
}

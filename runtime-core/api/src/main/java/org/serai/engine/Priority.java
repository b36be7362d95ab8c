package org.serai.engine;

/** Who waits for the answer. */
public enum Priority {
    /** A person waits. */
    INTERACTIVE,
    /** An event stream waits. */
    EVENT,
    /** Nobody waits. */
    BATCH
}

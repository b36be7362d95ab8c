package org.serai.device;

/**
 * What kind of pass an operation belongs to, so that the device can choose between a form for many rows and one for few.
 * Within one phase the result of a row must not depend on how many other rows are worked on beside it, to the last bit:
 * that is why a request gives the same tokens alone and beside others.
 */
public enum Phase {
    /** Many rows of one prompt or of several. */
    PREFILL,
    /** A row for each of a few sequences, or a few rows for each. */
    DECODE
}

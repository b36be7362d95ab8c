package org.serai.error;

import java.io.Serializable;

/**
 * The stable identity of one kind of failure. Codes are declared as {@code public static final} constants in a class
 * whose name ends in {@code Errors}; {@code docs/errors.md} lists them all, and a number is never used again.
 *
 * @param number four digits, unique in Serai
 * @param category whose turn it is to act
 */
public record ErrorCode(int number, ErrorCategory category) implements Serializable {
    public ErrorCode {
        if (number < 1000 || number > 9999) {
            throw new IllegalArgumentException("An error code has four digits: " + number);
        }
    }

    /** The form that users see and search for, such as {@code SERAI-1204}. */
    @Override
    public String toString() {
        return "SERAI-" + number;
    }
}

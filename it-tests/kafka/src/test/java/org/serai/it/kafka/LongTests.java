package org.serai.it.kafka;

/** Whether the long forms of tests run: {@code -Plong}. */
final class LongTests {
    private LongTests() {}

    /** A size of a test: small in every build, large where somebody has the time. */
    static int size(int small, int large) {
        return Boolean.getBoolean("serai.long") ? large : small;
    }
}

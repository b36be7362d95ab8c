package org.serai.it.benchmarks;

/** One side of the comparison, ready to run one model. */
interface Contender extends AutoCloseable {
    String name();

    /** Does the work once. */
    Rates run() throws Exception;

    @Override
    void close();
}

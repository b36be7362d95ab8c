package org.serai.connector.kafka.consumer;

import java.util.Collection;
import java.util.function.Consumer;

/**
 * Writes how far partitions are. What cannot be written now stays as it is and is tried again later; only failures that
 * end the client are thrown. Belongs to the loop.
 */
interface Committer extends AutoCloseable {
    /**
     * Commits the counts of attempts, and with them what is finished without a gap, as far as that needs no transaction. Does
     * not wait: the outcome is told while the client polls.
     *
     * @param done told whether it is committed, in the polling thread, maybe before this returns
     */
    void note(Collection<AssignedPartition> partitions, Consumer<Boolean> done);

    /** Whether the outcome of a {@link #note} is open; then there must be no other. */
    boolean isBusy();

    /**
     * Writes what finished records produced, and their offsets, where that takes a transaction. Waits for it, and must not be
     * called while the committer is busy.
     */
    void writeResults(Collection<AssignedPartition> partitions);

    /**
     * Commits at once whatever is finished without a gap, and the counts of attempts, and waits for it.
     *
     * @return false where something is still not committed
     */
    boolean conclude(Collection<AssignedPartition> partitions);

    /** Why the last try failed; empty where it did not. */
    String trouble();

    @Override
    void close();
}

package org.serai.connector.kafka.consumer;

import java.util.Collection;

/**
 * Writes how far partitions are. What cannot be written now stays as it is and is tried again later; only failures that
 * end the client are thrown. Belongs to the loop.
 */
interface Committer extends AutoCloseable {
    /**
     * Makes the counts of attempts durable, so that work may begin.
     *
     * @return false where that was not possible now
     */
    boolean claim(Collection<AssignedPartition> partitions);

    /**
     * Commits what is finished without a gap.
     *
     * @return false where something that is finished is still not committed
     */
    boolean commit(Collection<AssignedPartition> partitions);

    /** Why the last try failed; empty where it did not. */
    String trouble();

    @Override
    void close();
}

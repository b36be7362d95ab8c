/**
 * The consuming side: records of a topic through a route, with calls of any length.
 *
 * <h2>Who does what</h2>
 *
 * One thread, the loop, owns the Kafka consumer and all the books, so none of them needs a lock. It never works on a
 * record: it polls without end, with partitions paused whose records nobody can take yet, so that the group hears of it
 * however long a call lasts. Records run through the route on virtual threads, and what becomes of them comes back to the
 * loop through a queue.
 *
 * <h2>A record's way</h2>
 *
 * <ol>
 *   <li>The loop puts a fetched record into its partition's {@link org.serai.connector.kafka.consumer.Window window}, in
 *       the order of offsets, and into a {@link org.serai.connector.kafka.consumer.Lane lane}, whose records are worked on
 *       one after the other. The order mode decides which records share a lane.
 *   <li>When there is room for work, the loop {@link org.serai.connector.kafka.consumer.Claims claims} records of lanes: it
 *       counts an attempt for each. The counts are committed before the work begins.
 *   <li>A {@link org.serai.connector.kafka.consumer.Batch batch} of them goes through the route on a thread of its own. A
 *       batch is one record, unless records are done so fast that handing over each would be most of the work; then the next
 *       ones are claimed while it runs, and go into the same batch.
 *   <li>A record that failed waits in its lane for the next attempt, or its dead letter is written; then it is finished.
 *   <li>What is finished without a gap from the window's beginning is committed: offsets alone, or, where the route is
 *       exactly-once, outputs and offsets in one transaction.
 * </ol>
 *
 * <h2>When a partition goes</h2>
 *
 * Nothing new of it is begun, what is under way gets a little time, the finished beginning is committed, and the rest is
 * fenced: its results are dropped when they come, and its producers refuse to write.
 */
@NullMarked
package org.serai.connector.kafka.consumer;

import org.jspecify.annotations.NullMarked;

package org.serai.runtime.ledger;

import java.util.concurrent.atomic.LongAdder;

/** What the ledger did since the start of this process. Thread-safe. */
final class LedgerCounters {
    /** Requests that got an answer without inference. */
    final LongAdder hits = new LongAdder();

    /** Work that the ledger did not know. */
    final LongAdder misses = new LongAdder();

    /** Claims of somebody who did not end the work. */
    final LongAdder takenOver = new LongAdder();

    /** Answers that could not be stored: a repetition is computed again. */
    final LongAdder notStored = new LongAdder();

    /** Questions to the database that it did not answer. */
    final LongAdder failures = new LongAdder();

    /** Questions to the database, and the time that they took together. */
    final LongAdder questions = new LongAdder();

    final LongAdder questionNanos = new LongAdder();
}

package org.serai.runtime.ledger;

import java.time.Instant;

/** What the ledger answers to who wants to begin with a piece of work. */
sealed interface Claim {
    /**
     * The work is the caller's.
     *
     * @param id names the claim; whoever takes it over gives it another
     * @param takenOver true where somebody had claimed it before and did not end it
     */
    record Granted(String id, boolean takenOver) implements Claim {}

    /**
     * Somebody else works on it.
     *
     * @param until when the claim can be taken over if it is not renewed
     */
    record Busy(Instant until) implements Claim {}

    /**
     * It is done.
     *
     * @param result as JSON
     */
    record Done(String result) implements Claim {}
}

package org.serai.runtime.ledger;

import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;

/** The failures of the result ledger. */
public final class LedgerErrors {
    /** The ledger's database cannot be used at the moment. */
    public static final ErrorCode UNAVAILABLE = new ErrorCode(2100, ErrorCategory.UNAVAILABLE);

    /** The configuration of the ledger is wrong. */
    public static final ErrorCode BAD_CONFIGURATION = new ErrorCode(2101, ErrorCategory.CONFIGURATION);

    /** The tables of the database are of a newer Serai. */
    public static final ErrorCode NEWER_SCHEMA = new ErrorCode(2102, ErrorCategory.CONFIGURATION);

    /** A stored answer cannot be read. */
    public static final ErrorCode UNREADABLE_ENTRY = new ErrorCode(2103, ErrorCategory.CORRUPT);

    /** The deadline of a request passed while somebody else worked on the same. */
    public static final ErrorCode DEADLINE_PASSED = new ErrorCode(2104, ErrorCategory.TIMEOUT);

    /** Somebody else gave another answer to the same work first, and a part of this one was already delivered. */
    public static final ErrorCode ANSWERED_ELSEWHERE = new ErrorCode(2105, ErrorCategory.UNAVAILABLE);

    /** There is nothing in the ledger for a source. */
    public static final ErrorCode UNKNOWN_SOURCE = new ErrorCode(2106, ErrorCategory.NOT_FOUND);

    private LedgerErrors() {}
}

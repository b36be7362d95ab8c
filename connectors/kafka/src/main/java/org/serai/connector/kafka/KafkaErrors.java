package org.serai.connector.kafka;

import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;

/** The failures of the {@code serai-kafka:} component. */
public final class KafkaErrors {
    /** An option of the endpoint has a value that makes no sense. */
    public static final ErrorCode INVALID_OPTION = new ErrorCode(2200, ErrorCategory.CONFIGURATION);

    /** The brokers refuse what the connector asks, such as a topic that it may not read. */
    public static final ErrorCode REFUSED = new ErrorCode(2202, ErrorCategory.CONFIGURATION);

    /** The route failed with an error that has no code of its own. */
    public static final ErrorCode ROUTE_FAILED = new ErrorCode(2210, ErrorCategory.INTERNAL);

    /** The process died at every attempt to work on the record. */
    public static final ErrorCode PROCESS_DIED = new ErrorCode(2211, ErrorCategory.INTERNAL);

    /** The record's partition went to another member of the group while the route worked on it. */
    public static final ErrorCode FENCED = new ErrorCode(2212, ErrorCategory.CANCELLED);

    /** The record's value is not what the endpoint expects, such as text. */
    public static final ErrorCode VALUE_NOT_READABLE = new ErrorCode(2213, ErrorCategory.INVALID);

    /** A result came after its delivery was over. */
    public static final ErrorCode TOO_LATE = new ErrorCode(2214, ErrorCategory.INTERNAL);

    /** The body cannot be written to a record. */
    public static final ErrorCode BODY_NOT_WRITABLE = new ErrorCode(2220, ErrorCategory.INVALID);

    /** A record could not be sent. */
    public static final ErrorCode NOT_SENT = new ErrorCode(2222, ErrorCategory.UNAVAILABLE);

    /** A record is refused by its topic, as one that is too large is. */
    public static final ErrorCode RECORD_REFUSED = new ErrorCode(2223, ErrorCategory.INVALID);

    /** A record of an exactly-once route is to go to another cluster than the one it came from. */
    public static final ErrorCode OTHER_CLUSTER = new ErrorCode(2224, ErrorCategory.CONFIGURATION);

    /** A dead letter cannot be replayed, because its route does not run. */
    public static final ErrorCode NOT_RUNNING = new ErrorCode(2225, ErrorCategory.UNAVAILABLE);

    private KafkaErrors() {}
}

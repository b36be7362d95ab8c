package org.serai.connector.kafka.config;

import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;

/** The failures of {@code etc/org.serai.kafka*.cfg}. */
public final class KafkaConfigurationErrors {
    /** The file of a cluster has an option that is unknown, wrong or not to be set. */
    public static final ErrorCode BAD_CONFIGURATION = new ErrorCode(2250, ErrorCategory.CONFIGURATION);

    /** An endpoint names a cluster of which no file speaks. */
    public static final ErrorCode UNKNOWN_CLUSTER = new ErrorCode(2251, ErrorCategory.UNAVAILABLE);

    /** A secret is not where the file of a cluster says. */
    public static final ErrorCode MISSING_SECRET = new ErrorCode(2252, ErrorCategory.CONFIGURATION);

    /** An endpoint sets an option of Kafka's clients that is unknown, wrong or not to be set there. */
    public static final ErrorCode BAD_ENDPOINT_OPTION = new ErrorCode(2253, ErrorCategory.CONFIGURATION);

    private KafkaConfigurationErrors() {}
}

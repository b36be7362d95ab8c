package org.serai.connector.kafka.producer;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.serai.connector.kafka.KafkaErrors;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;

/** Says of a record that was not sent whose turn it is to act. */
public final class SendFailure {
    private SendFailure() {}

    /** True where the same record would be refused again. */
    public static boolean isRefusal(@Nullable Throwable failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof SerializationException
                || failure instanceof InvalidTopicException;
    }

    /** The failure with a code. */
    public static SeraiException typed(ProducerRecord<byte[], byte[]> output, Throwable failure) {
        if (isRefusal(failure)) {
            return of(
                    KafkaErrors.RECORD_REFUSED,
                    output,
                    failure,
                    "Make it smaller, or raise max.request.size of the cluster's configuration and max.message.bytes of the"
                            + " topic");
        }
        if (failure instanceof AuthorizationException) {
            return of(KafkaErrors.REFUSED, output, failure, "Let the user of the connection write to the topic");
        }
        return of(
                KafkaErrors.NOT_SENT,
                output,
                failure,
                failure instanceof ApiException
                        ? "See whether the brokers are there and the topic exists"
                        : "Look for the reason in the log");
    }

    private static SeraiException of(
            ErrorCode code, ProducerRecord<byte[], byte[]> output, Throwable failure, String remedy) {
        return new SeraiException(
                code,
                "A record for topic " + output.topic() + " was not written: " + failure.getMessage() + " " + remedy
                        + ".",
                failure);
    }
}

package org.serai.connector.kafka.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.serai.connector.kafka.consumer.FailurePolicy.Decision;
import org.serai.delivery.Backoff;
import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;
import org.serai.error.OverloadException;
import org.serai.error.SeraiException;

class FailurePolicyTest {
    private final FailurePolicy policy =
            new FailurePolicy(3, RetriedFailures.passing, new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(3)));

    private static SeraiException failure(ErrorCategory category) {
        return new SeraiException(new ErrorCode(9999, category), "for a test");
    }

    @Test
    void anOverloadIsWaitedForAsLongAsItSays() {
        var overload = new OverloadException(
                new ErrorCode(9999, ErrorCategory.OVERLOAD), "for a test", Duration.ofSeconds(42));
        assertEquals(new Decision.Postpone(Duration.ofSeconds(42)), policy.decide(overload, 3, 7));
    }

    @ParameterizedTest
    @EnumSource(names = {"UNAVAILABLE", "CANCELLED"})
    void whatIsNotTheRecordsFaultIsNeverGivenUp(ErrorCategory category) {
        assertEquals(new Decision.Postpone(Duration.ofSeconds(1)), policy.decide(failure(category), 3, 0));
        assertEquals(new Decision.Postpone(Duration.ofSeconds(3)), policy.decide(failure(category), 3, 9));
    }

    @ParameterizedTest
    @EnumSource(names = {"INVALID", "TOO_LONG", "TRUNCATED", "CONFIGURATION", "NOT_FOUND", "UNSUPPORTED", "CORRUPT"})
    void whatTheSameRecordWouldMeetAgainIsGivenUpAtOnce(ErrorCategory category) {
        assertInstanceOf(Decision.GiveUp.class, policy.decide(failure(category), 1, 0));
    }

    @ParameterizedTest
    @EnumSource(names = {"TIMEOUT", "RESOURCE", "INTERNAL"})
    void whatCanPassIsTriedAsOftenAsConfigured(ErrorCategory category) {
        assertEquals(new Decision.Retry(Duration.ofSeconds(1)), policy.decide(failure(category), 1, 0));
        assertEquals(new Decision.Retry(Duration.ofSeconds(2)), policy.decide(failure(category), 2, 0));
        assertInstanceOf(Decision.GiveUp.class, policy.decide(failure(category), 3, 0));
    }

    @Test
    void aRecordThatMayHaveEndedTheProcessTwiceIsTriedAlone() {
        assertFalse(policy.isSuspect(1, 0));
        assertFalse(policy.isSuspect(1, 1), "the first crash is most likely not its own");
        assertTrue(policy.isSuspect(2, 1), "it is its last attempt");
        assertTrue(policy.isSuspect(2, 2));
    }
}

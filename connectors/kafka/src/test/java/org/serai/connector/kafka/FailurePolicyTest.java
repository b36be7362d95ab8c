package org.serai.connector.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.serai.connector.kafka.FailurePolicy.GiveUp;
import org.serai.connector.kafka.FailurePolicy.Retry;
import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;
import org.serai.error.OverloadException;
import org.serai.error.SeraiException;

class FailurePolicyTest {
    private static final FailurePolicy POLICY = new FailurePolicy(4, Duration.ofSeconds(1), Duration.ofSeconds(3));

    @ParameterizedTest
    @EnumSource(names = {"TIMEOUT", "RESOURCE", "UNAVAILABLE", "CANCELLED"})
    void whatCanPassIsTriedAgainUntilTheLastAttempt(ErrorCategory category) {
        var failure = failure(category);
        assertEquals(new Retry(Duration.ofSeconds(1), true), POLICY.decide(failure, 1));
        assertEquals(new Retry(Duration.ofSeconds(2), true), POLICY.decide(failure, 2));
        assertEquals(new Retry(Duration.ofSeconds(3), true), POLICY.decide(failure, 3));
        assertEquals(new GiveUp(), POLICY.decide(failure, 4));
        assertEquals(new GiveUp(), POLICY.decide(failure, 5));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"TIMEOUT", "RESOURCE", "UNAVAILABLE", "CANCELLED", "OVERLOAD"})
    void whatWouldFailAgainIsGivenUpAtOnce(ErrorCategory category) {
        assertEquals(new GiveUp(), POLICY.decide(failure(category), 1));
    }

    @Test
    void anOverloadIsWaitedOutAndDoesNotCount() {
        var code = new ErrorCode(9901, ErrorCategory.OVERLOAD);
        var soon = new OverloadException(code, "full", Duration.ofMillis(1500));
        var late = new OverloadException(code, "full", Duration.ofHours(1));
        assertEquals(new Retry(Duration.ofMillis(1500), false), POLICY.decide(soon, 1));
        assertEquals(new Retry(Duration.ofSeconds(3), false), POLICY.decide(late, 100));
        assertEquals(new Retry(Duration.ofSeconds(1), false), POLICY.decide(failure(ErrorCategory.OVERLOAD), 100));
    }

    private static SeraiException failure(ErrorCategory category) {
        return new SeraiException(new ErrorCode(9900, category), "as asked");
    }
}

package org.serai.runtime.alias;

import java.time.Duration;
import org.serai.engine.Priority;
import org.serai.error.OverloadException;
import org.serai.error.SeraiException;
import org.serai.runtime.text.Durations;

/** What senders are told where their request is not worked on. */
final class DispatchProblems {
    private static final Duration LEAST_WAIT = Duration.ofMillis(100);

    private final String alias;

    DispatchProblems(String alias) {
        this.alias = alias;
    }

    /**
     * There is no room.
     *
     * @param slots slots of the session, all of them taken
     */
    OverloadException overload(Weight weight, Priority priority, AdmissionQueue queue, int slots, Forecast forecast) {
        long tokens = weight.tokens();
        boolean fits = tokens <= queue.mostOfOne();
        long mustLeave = fits ? queue.missing(priority, tokens) : queue.tokens();
        long others =
                queue.isEmpty() ? 0 : queue.tokens() / queue.size(); // the first of them leaves with the first slot
        Duration wait = forecast.waitBehind(Math.max(0, mustLeave - others));
        Duration retryAfter = wait.compareTo(LEAST_WAIT) < 0 ? LEAST_WAIT : wait;
        String request = "a request of " + tokens + " tokens (" + weight.prompt() + " of the prompt and up to "
                + weight.answer() + " of the answer)";
        String what = fits
                ? "The queue of alias '" + alias + "' is full: " + request + " has no room beside the "
                        + queue.tokens() + " that " + queue.size() + " others wait with, of " + queue.limit()
                        + " that may wait"
                : "Every slot of alias '" + alias + "' is taken, and " + request
                        + " is too heavy to wait: its queue holds " + queue.limit()
                        + " tokens, of which one priority gets "
                        + queue.mostOfOne();
        return new OverloadException(
                AliasErrors.QUEUE_FULL,
                what + ". " + slots + " of " + slots + " slots work; try again in about " + Durations.text(retryAfter)
                        + ", ask for a shorter answer, or raise queueTokens or slots in etc/org.serai.alias~" + alias
                        + ".cfg",
                retryAfter);
    }

    SeraiException expired(Duration waited, int others) {
        return new SeraiException(
                AliasErrors.DEADLINE_PASSED,
                "The deadline of a request to alias '" + alias + "' passed after it waited " + Durations.text(waited)
                        + " for a slot, with " + others
                        + " others waiting; allow more time, raise slots, or send less");
    }

    /** @param engine is on a server */
    SeraiException mustStay(String engine) {
        return new SeraiException(
                AliasErrors.LOCAL_ONLY,
                "A request to alias '" + alias + "' is local-only, and must not go to server '" + engine
                        + "'; send it again, so that an engine of this machine gets it");
    }

    SeraiException lostTwice() {
        return new SeraiException(
                AliasErrors.ENGINE_LOST,
                "The engine behind alias '" + alias
                        + "' went away twice while it worked on this request; send the request again");
    }
}

package org.serai.connector.rest.openai;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.serai.alias.AliasService;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;

/**
 * The generations of an inquiry, under way. One thread follows them by {@link #next}; what it has not taken yet waits in
 * memory, which the length of the answers bounds. Closing cancels what is not done.
 */
final class Generations implements AutoCloseable {
    private final List<Generation> generations = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    private Generations() {}

    /**
     * Submits all generations of an inquiry.
     *
     * @throws org.serai.error.SeraiException where one of them is refused; none is under way then
     */
    static Generations start(AliasService aliases, Inquiry inquiry) {
        Generations begun = new Generations();
        try {
            for (GenerateRequest request : inquiry.generations()) {
                begun.submit(aliases, request, begun.generations.size());
            }
            return begun;
        } catch (RuntimeException e) {
            begun.close();
            throw e;
        }
    }

    private void submit(AliasService aliases, GenerateRequest request, int choice) {
        Generation generation = aliases.submit(request, chunk -> events.add(new Event.Piece(choice, chunk)));
        generations.add(generation);
        var unused = generation
                .result()
                .whenComplete((result, failure) ->
                        events.add(failure == null ? new Event.Ended(choice, result) : new Event.Failed(failure)));
    }

    /** What happened next; null where nothing did for so long. */
    @Nullable
    Event next(Duration patience) throws InterruptedException {
        return events.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Nobody waits for the answer any more: slots are free within one token. Never blocks. */
    void abandon() {
        events.add(new Event.Abandoned());
        close();
    }

    @Override
    public void close() {
        generations.forEach(Generation::cancel);
    }
}

package org.serai.runtime.alias;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.status.StatusSource;

/** The section {@code queue}: what waits and what runs, for each alias. */
@Component
public final class QueueStatus implements StatusSource {
    private final AliasManager aliases;

    @Activate
    public QueueStatus(@Reference(name = "aliases") AliasManager aliases) {
        this.aliases = aliases;
    }

    @Override
    public String section() {
        return "queue";
    }

    @Override
    public List<Row> rows() {
        return aliases.queues().entrySet().stream()
                .map(entry -> row(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Row row(String alias, Dispatcher.Snapshot queue) {
        boolean full = queue.queued() > 0 && queue.queued() >= queue.queueLimit();
        String state = full ? "full" : queue.queued() > 0 ? "waiting" : queue.running() > 0 ? "working" : "idle";
        return new Row(alias, state, detail(queue), !full);
    }

    private static String detail(Dispatcher.Snapshot queue) {
        String waiting = queue.waiting().entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(Map.Entry::toString)
                .map(text -> text.toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ", " (", ")"));
        return queue.running() + " running on " + queue.slots() + " slots, " + queue.queued() + " of "
                + queue.queueLimit()
                + " waiting" + (queue.queued() > 0 ? waiting : "")
                + queue.longestWait()
                        .map(wait -> ", the oldest for " + wait.toMillis() + " ms")
                        .orElse("")
                + "; " + queue.completed() + " done, " + queue.refused() + " refused";
    }
}

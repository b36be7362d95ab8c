package org.serai.runtime.alias;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.alias.AliasLoad;
import org.serai.runtime.text.Durations;
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

    private static Row row(String alias, QueueSnapshot queue) {
        AliasLoad load = queue.load();
        String state = queue.full() ? "full" : load.queued() > 0 ? "waiting" : load.running() > 0 ? "working" : "idle";
        return new Row(alias, state, detail(queue), !queue.full());
    }

    private static String detail(QueueSnapshot queue) {
        AliasLoad load = queue.load();
        StringBuilder detail = new StringBuilder();
        detail.append(load.running())
                .append(" running on ")
                .append(load.slots())
                .append(" slots");
        detail.append(", ").append(load.queued()).append(" waiting");
        if (load.queued() > 0) {
            detail.append(waiting(queue)).append(" with ").append(load.queuedTokens());
            detail.append(" of ").append(load.queueLimitTokens()).append(" tokens");
        }
        queue.longestWait().ifPresent(wait -> detail.append(", the oldest for ").append(Durations.text(wait)));
        if (load.expectedWait().isPositive()) {
            detail.append(", a new one for about ").append(Durations.text(load.expectedWait()));
        }
        detail.append("; ").append(queue.completed()).append(" done, ");
        return detail.append(queue.refused()).append(" refused").toString();
    }

    private static String waiting(QueueSnapshot queue) {
        return queue.waiting().entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> entry.toString().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ", " (", ")"));
    }
}

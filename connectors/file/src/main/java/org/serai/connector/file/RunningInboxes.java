package org.serai.connector.file;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Component;
import org.serai.status.StatusSource;

/** The inboxes of running routes, as {@code serai status} shows them. Thread-safe. */
@Component(service = {RunningInboxes.class, StatusSource.class})
public final class RunningInboxes implements StatusSource {
    private final List<InboxFigures> inboxes = new CopyOnWriteArrayList<>();

    /** A consumer started. */
    void add(InboxFigures inbox) {
        inboxes.add(inbox);
    }

    /** A consumer stopped. */
    void remove(InboxFigures inbox) {
        inboxes.remove(inbox);
    }

    @Override
    public String section() {
        return "inboxes";
    }

    @Override
    public List<Row> rows() {
        return inboxes.stream().map(InboxFigures::row).toList();
    }
}

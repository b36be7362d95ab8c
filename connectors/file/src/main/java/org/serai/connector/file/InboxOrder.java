package org.serai.connector.file;

import java.util.Comparator;

/** Which document goes first. */
public enum InboxOrder {
    /** The one whose name comes first. */
    name,
    /** The one that was written first. */
    oldest,
    /** The one that was written last. */
    newest;

    Comparator<Inbox.Found> comparator() {
        Comparator<Inbox.Found> byName = Comparator.comparing(Inbox.Found::path);
        Comparator<Inbox.Found> byTime =
                Comparator.comparing(found -> found.state().modified());
        return switch (this) {
            case name -> byName;
            case oldest -> byTime.thenComparing(byName);
            case newest -> byTime.reversed().thenComparing(byName);
        };
    }
}

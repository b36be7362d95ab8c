package org.serai.runtime.alias;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The devices that are there, and those that were. Thread-safe. */
final class Devices {
    private final List<String> present = new CopyOnWriteArrayList<>();
    private final Set<String> gone = ConcurrentHashMap.newKeySet();

    void add(String name) {
        gone.remove(name);
        present.add(name);
    }

    void remove(String name) {
        present.remove(name);
        if (!present.contains(name)) {
            gone.add(name);
        }
    }

    /** Names, in the order in which they came. */
    List<String> names() {
        return present.stream().distinct().toList();
    }

    /** True where a device was there and is not any more. */
    boolean isAnyGone() {
        return !gone.isEmpty();
    }

    /** True for a device that was there and is not any more; a server of a remote engine never is. */
    boolean isGone(String name) {
        return gone.contains(name);
    }
}

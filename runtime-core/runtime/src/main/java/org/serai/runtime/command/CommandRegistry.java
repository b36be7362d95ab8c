package org.serai.runtime.command;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.serai.command.Command;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The commands that bundles offer at the moment, by name. Thread-safe. */
@Component(service = CommandRegistry.class)
public final class CommandRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(CommandRegistry.class);

    private final ConcurrentSkipListMap<String, Entry> entries = new ConcurrentSkipListMap<>();

    /**
     * A command that is there.
     *
     * @param scope where it runs: {@link Command#LOCAL}, {@link Command#INSTANCE}, or either where it is anything else
     */
    record Entry(Command command, String scope) {}

    /** Takes a command; the first of a name wins. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addCommand(Command command, Map<String, ?> properties) {
        if (!(properties.get(Command.NAME) instanceof String name)
                || !(properties.get(Command.SCOPE) instanceof String scope)) {
            LOG.warn(
                    "The command {} is left out: the service properties {} and {} must both be set",
                    command,
                    Command.NAME,
                    Command.SCOPE);
            return;
        }
        Entry before = entries.putIfAbsent(name, new Entry(command, scope));
        if (before != null) {
            LOG.warn("The command {} is left out: {} is already called '{}'", command, before.command(), name);
        }
    }

    /** Forgets a command. */
    void removeCommand(Command command) {
        entries.values().removeIf(entry -> entry.command() == command);
    }

    Optional<Entry> find(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    /** All commands, by name, as they are now. */
    SortedMap<String, Entry> all() {
        return new TreeMap<>(entries);
    }
}

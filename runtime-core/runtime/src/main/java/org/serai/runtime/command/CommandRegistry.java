package org.serai.runtime.command;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.ComponentConstants;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.serai.command.Command;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commands that bundles offer at the moment, by name. Each is made when it is wanted for the first time, so that a process
 * that runs one of them, or none, does not load what all of them need. Thread-safe.
 */
@Component(service = CommandRegistry.class)
public final class CommandRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(CommandRegistry.class);

    private final ConcurrentSkipListMap<String, Entry> entries = new ConcurrentSkipListMap<>();

    /** Takes a command; the first of a name wins. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addCommand(ComponentServiceObjects<Command> services, Map<String, ?> properties) {
        String component = String.valueOf(properties.get(ComponentConstants.COMPONENT_NAME));
        if (!(properties.get(Command.NAME) instanceof String name)
                || !(properties.get(Command.SCOPE) instanceof String scope)) {
            LOG.warn(
                    "The command {} is left out: the service properties {} and {} must both be set",
                    component,
                    Command.NAME,
                    Command.SCOPE);
            return;
        }
        Entry before = entries.putIfAbsent(name, new Entry(services, component, scope));
        if (before != null) {
            LOG.warn("The command {} is left out: {} is already called '{}'", component, before.component, name);
        }
    }

    /** Forgets a command. */
    void removeCommand(ComponentServiceObjects<Command> services) {
        entries.forEach((name, entry) -> {
            if (entry.services == services && entries.remove(name, entry)) {
                entry.release();
            }
        });
    }

    Optional<Entry> find(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    /** All commands, by name, as they are now. */
    SortedMap<String, Entry> all() {
        return new TreeMap<>(entries);
    }

    /** A command that is there. Thread-safe. */
    static final class Entry {
        private final ComponentServiceObjects<Command> services;
        private final String component;
        private final String scope;
        private final AtomicReference<@Nullable Command> made = new AtomicReference<>();

        private Entry(ComponentServiceObjects<Command> services, String component, String scope) {
            this.services = services;
            this.component = component;
            this.scope = scope;
        }

        /** Where it runs: {@link Command#LOCAL}, {@link Command#INSTANCE}, or either where it is anything else. */
        String scope() {
            return scope;
        }

        /**
         * The command, made by the first call. No lock is held meanwhile, because a component that stops in this moment is forgotten
         * under locks that its activation waits for.
         *
         * @throws IllegalStateException where it cannot be made, which the log explains, or is gone meanwhile
         */
        Command command() {
            @Nullable Command known = made.get();
            if (known != null) {
                return known;
            }
            @Nullable Command command = services.getService();
            if (command == null) {
                throw new IllegalStateException("its component cannot be activated, or was stopped in this moment");
            }
            if (!made.compareAndSet(null, command)) {
                services.ungetService(command); // two calls at once, of which the other one holds it
            }
            return command;
        }

        private void release() {
            @Nullable Command command = made.getAndSet(null);
            if (command != null) {
                services.ungetService(command);
            }
        }
    }
}

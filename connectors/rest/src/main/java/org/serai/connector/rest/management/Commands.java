package org.serai.connector.rest.management;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.serai.command.Command;

/** The commands that bundles offer at the moment, by name. Thread-safe. */
@Component(service = Commands.class)
public final class Commands {
    private final Map<String, Command> commands = new ConcurrentHashMap<>();

    /** A command came. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addCommand(Command command, Map<String, ?> properties) {
        if (properties.get(Command.NAME) instanceof String name) {
            commands.putIfAbsent(name, command);
        }
    }

    /** A command went. */
    void removeCommand(Command command) {
        commands.values().remove(command);
    }

    Optional<Command> find(String name) {
        return Optional.ofNullable(commands.get(name));
    }
}

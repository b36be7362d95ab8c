package org.serai.runtime.command;

import static org.junit.jupiter.api.Assertions.assertSame;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;
import org.serai.command.Command;

/** The service of a command, and how many have it. */
class ScriptedServices implements ComponentServiceObjects<Command> {
    private final @Nullable Command command;
    private int holders;

    /** @param command null for one that cannot be activated */
    ScriptedServices(@Nullable Command command) {
        this.command = command;
    }

    int holders() {
        return holders;
    }

    @Override
    @SuppressWarnings("NullAway") // null is what there is where a component cannot be activated
    public Command getService() {
        holders++;
        return command;
    }

    @Override
    public void ungetService(Command service) {
        assertSame(command, service);
        holders--;
    }

    @Override
    public ServiceReference<Command> getServiceReference() {
        throw new UnsupportedOperationException();
    }
}

package org.serai.runtime.command;

import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Opens the command socket where this process is an instance. */
@Component(
        service = {},
        immediate = true)
public final class InstanceCommands {
    private final Optional<CommandServer> server;

    @Activate
    public InstanceCommands(
            @Reference(name = "shell") CommandShell shell, @Reference(name = "instance") Instance instance) {
        server = instance.isRunning()
                ? Optional.of(new CommandServer(shell, new SocketPlace(instance.home())))
                : Optional.empty();
    }

    @Deactivate
    void close() {
        server.ifPresent(CommandServer::close);
    }
}

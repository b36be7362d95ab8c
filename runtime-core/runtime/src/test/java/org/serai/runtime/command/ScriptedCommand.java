package org.serai.runtime.command;

import java.util.List;
import java.util.Map;
import org.serai.command.Command;
import org.serai.command.CommandStreams;

/** A command that does what a test says. */
final class ScriptedCommand implements Command {
    private final Body body;

    /** What the command does. */
    interface Body {
        int run(List<String> arguments, CommandStreams streams) throws Exception;
    }

    ScriptedCommand(Body body) {
        this.body = body;
    }

    @Override
    public String summary() {
        return "a scripted command";
    }

    @Override
    public int run(List<String> arguments, CommandStreams streams) throws Exception {
        return body.run(arguments, streams);
    }

    static void register(CommandRegistry registry, String name, String scope, Body body) {
        registry.addCommand(
                new ScriptedServices(new ScriptedCommand(body)), Map.of(Command.NAME, name, Command.SCOPE, scope));
    }
}

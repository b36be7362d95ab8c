package org.serai.runtime.command;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.command.Command;
import org.serai.command.CommandStreams;
import org.serai.error.SeraiException;
import org.serai.settings.Nearest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a command line: finds the command by its first word and turns every failure into one line. Thread-safe. */
@Component(service = CommandShell.class)
public final class CommandShell {
    /** Exit status of success. */
    public static final int OK = 0;

    /** Exit status of a failure that was told on standard error. */
    public static final int FAILED = 1;

    /** Exit status of a call that makes no sense. */
    public static final int USAGE = 2;

    /** Exit status of a command that was interrupted, as shells have it for Ctrl-C. */
    public static final int INTERRUPTED = 130;

    private static final Logger LOG = LoggerFactory.getLogger(CommandShell.class);

    private final CommandRegistry commands;
    private final Instance instance;

    @Activate
    public CommandShell(
            @Reference(name = "commands") CommandRegistry commands, @Reference(name = "instance") Instance instance) {
        this.commands = commands;
        this.instance = instance;
    }

    /** True where the command line must run in a process of its own and this is an instance. */
    boolean belongsElsewhere(List<String> words) {
        return instance.isRunning()
                && !words.isEmpty()
                && commands.find(words.getFirst())
                        .filter(entry -> entry.scope().equals(Command.LOCAL))
                        .isPresent();
    }

    /**
     * Runs a command line and gives its exit status.
     *
     * @param words the command's name and its arguments; none for the list of commands
     */
    public int run(List<String> words, CommandStreams streams) {
        try {
            return dispatch(words, streams);
        } finally {
            streams.out().flush();
            streams.err().flush();
        }
    }

    private int dispatch(List<String> words, CommandStreams streams) {
        if (words.isEmpty() || (asksForHelp(words.getFirst()) && words.size() == 1)) {
            list(streams);
            return OK;
        }
        if (words.getFirst().equals("help")) {
            return dispatch(List.of(words.get(1), "--help"), streams);
        }
        String name = words.getFirst();
        Optional<CommandRegistry.Entry> found = commands.find(name);
        if (found.isEmpty()) {
            streams.err()
                    .println(CommandErrors.UNKNOWN_COMMAND + ": there is no command '" + name + "'"
                            + Nearest.hint(name, commands.all().keySet()));
            streams.err().println("`serai help` lists the commands.");
            return USAGE;
        }
        return invoke(name, found.get(), words.subList(1, words.size()), streams);
    }

    private int invoke(String name, CommandRegistry.Entry entry, List<String> arguments, CommandStreams streams) {
        try {
            boolean help = arguments.contains("--help") || arguments.contains("-h");
            if (entry.scope().equals(Command.INSTANCE) && !instance.isRunning() && !help) {
                throw new SeraiException(
                        CommandErrors.NO_INSTANCE,
                        "no instance is running in " + instance.home() + "; start one with `serai start`");
            }
            return entry.command().run(arguments, streams);
        } catch (SeraiException e) {
            LOG.debug("The command '{}' failed", name, e);
            streams.err().println(e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            streams.err().println(CommandErrors.CANCELLED + ": the command '" + name + "' was cancelled");
            return INTERRUPTED;
        } catch (Exception e) {
            LOG.error("The command '{}' failed unexpectedly", name, e);
            streams.err()
                    .println(CommandErrors.UNEXPECTED + ": the command '" + name + "' failed unexpectedly: " + e
                            + "; the log has the details");
            return FAILED;
        }
    }

    private static boolean asksForHelp(String word) {
        return word.equals("help") || word.equals("--help") || word.equals("-h");
    }

    private static String summary(CommandRegistry.Entry entry) {
        try {
            return entry.command().summary();
        } catch (IllegalStateException e) {
            return "cannot be used: " + e.getMessage();
        }
    }

    private void list(CommandStreams streams) {
        Map<String, CommandRegistry.Entry> all = commands.all();
        int width = all.keySet().stream().mapToInt(String::length).max().orElse(0);
        streams.out().println("Commands:");
        all.forEach((name, entry) ->
                streams.out().println("  " + name + " ".repeat(width - name.length() + 2) + summary(entry)));
        streams.out().println();
        streams.out().println("`serai help COMMAND` or `serai COMMAND --help` explains one.");
    }
}

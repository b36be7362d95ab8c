package org.serai.runtime.command;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.serai.command.CommandStreams;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs picocli commands the way that {@link CommandShell} wants: over the caller's streams, with failures thrown. */
public final class CommandLines {
    private CommandLines() {}

    /**
     * Parses the arguments and runs what they ask for. Every command and subcommand gets {@code --help}.
     *
     * @param command an object with picocli's annotations, or a {@link CommandLine} with subcommands added
     * @return the command's exit status, or 2 where the arguments make no sense, which is then told on standard error
     * @throws Exception what the command threw
     */
    public static int execute(Object command, List<String> arguments, CommandStreams streams) throws Exception {
        CommandLine line = command instanceof CommandLine made ? made : new CommandLine(command);
        addHelp(line);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(streams.terminal() ? Ansi.ON : Ansi.OFF));
        line.setOut(new PrintWriter(streams.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(streams.err(), true, StandardCharsets.UTF_8));
        try {
            ParseResult parsed = line.parseArgs(arguments.toArray(String[]::new));
            Integer help = CommandLine.executeHelpRequest(parsed);
            return help != null ? help : new RunLast().execute(parsed);
        } catch (ParameterException e) {
            PrintWriter err = e.getCommandLine().getErr();
            err.println(e.getMessage());
            UnmatchedArgumentException.printSuggestions(e, err);
            err.println(e.getCommandLine().getUsageMessage().strip());
            return CommandShell.USAGE;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private static void addHelp(CommandLine line) {
        line.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help.")
                        .build());
        line.getSubcommands().values().stream().distinct().forEach(CommandLines::addHelp);
    }
}

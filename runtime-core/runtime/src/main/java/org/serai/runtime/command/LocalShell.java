package org.serai.runtime.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.command.CommandStreams;

/**
 * The shell for the launcher, in the process that the user started: takes the working directory, {@code 1} where a person
 * watches or else {@code 0}, and the words of the command line; gives the exit status.
 */
@Component(service = ToIntFunction.class, property = "serai.command.shell=true")
public final class LocalShell implements ToIntFunction<String[]> {
    private final CommandShell shell;

    @Activate
    public LocalShell(@Reference(name = "shell") CommandShell shell) {
        this.shell = shell;
    }

    @Override
    @SuppressWarnings("SystemOut") // this is the command line's own process
    public int applyAsInt(String[] call) {
        List<String> words = Arrays.asList(call).subList(2, call.length);
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        return shell.run(words, new CommandStreams(System.in, out, err, call[1].equals("1"), Path.of(call[0])));
    }
}

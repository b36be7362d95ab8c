package org.serai.launcher;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.serai.error.SeraiException;

/**
 * {@code bin/serai}: the life of an instance (run, start, stop) is the launcher's own; every other command belongs to a
 * bundle, and runs in the running instance or in this process.
 */
public final class Launcher {
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    /** What {@code status} answers where nothing runs, as scripts for services expect it. */
    private static final int NOT_RUNNING = 3;

    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration STOP_TIMEOUT = Duration.ofMinutes(1);

    private static final String HELP = """
            The life of an instance:
              serai run                      runs an instance in the foreground, until Ctrl-C
              serai start [--timeout S]      starts an instance in the background and waits until it is ready
              serai stop [--timeout S]       lets it finish its work in flight, and stops it
              serai demo [--once] [--model NAME]
                                             answers sample documents while you watch
              serai version                  what runs here
            """;

    private final Home home;
    private final Console console;

    Launcher(Home home, Console console) {
        this.home = home;
        this.console = console;
    }

    /** Runs what the words say and ends the process with its exit status. */
    public static void main(String[] words) throws InterruptedException {
        Console console = new Console(utf8(FileDescriptor.out), utf8(FileDescriptor.err));
        System.setOut(console.out());
        System.setErr(console.err());
        Home home = Home.of(Path.of(System.getProperty("serai.install", ".")), System.getenv());
        System.exit(new Launcher(home, console).run(Arguments.parse(words)));
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** The exit status. */
    int run(Arguments arguments) throws InterruptedException {
        try {
            return dispatch(arguments);
        } catch (SeraiException e) {
            console.err().println(e.getMessage());
            return e.code().equals(LauncherErrors.USAGE) ? MISUSED : FAILED;
        }
    }

    private int dispatch(Arguments arguments) throws InterruptedException {
        switch (arguments.command()) {
            case "run" -> {
                arguments.expectNothingMore();
                foreground();
            }
            case "start" -> new Background(home, console).start(arguments.timeout(START_TIMEOUT));
            case "stop" -> new StopCommand(home, console).stop(arguments.timeout(STOP_TIMEOUT));
            case "version" -> {
                arguments.expectNothingMore();
                console.say(Version.line());
            }
            case "demo" -> {
                return new DemoCommand(home, console, isTerminal()).run(DemoOptions.parse(arguments.rest()));
            }
            case "help" -> {
                if (arguments.rest().isEmpty()) {
                    console.out().println(HELP);
                }
                return command(arguments);
            }
            case "status" -> {
                if (InstanceLock.owner(home).isEmpty()) {
                    return notRunning(arguments);
                }
                return command(arguments);
            }
            default -> {
                return command(arguments);
            }
        }
        return 0;
    }

    private void foreground() throws InterruptedException {
        try (Instance instance = Instance.start(home, console, jvmStart())) {
            instance.announce(console);
            instance.awaitStop();
        }
        console.say("Serai has stopped.");
    }

    /** By the JVM's own clock: what Linux tells of a process may be a second off. */
    private static Instant jvmStart() {
        return Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
    }

    private int notRunning(Arguments arguments) {
        console.say(
                arguments.rest().contains("--json")
                        ? "{\"state\":\"stopped\"}"
                        : "Serai does not run in " + home.directory()
                                + ": start it with 'serai start' or 'serai run'.");
        return NOT_RUNNING;
    }

    private int command(Arguments arguments) throws InterruptedException {
        List<String> words = new ArrayList<>();
        words.add(arguments.command());
        words.addAll(arguments.rest());
        CommandCall call = new CommandCall(Path.of("").toAbsolutePath(), isTerminal(), words);
        StandardInput input = new StandardInput(System.in);
        try (InstanceClient client = InstanceClient.connect(home).orElse(null)) {
            if (client != null) {
                OptionalInt status = client.execute(call, input, console.out(), console.err());
                if (status.isPresent()) {
                    return status.getAsInt();
                }
            }
        }
        System.setIn(input);
        return new LocalCommand(home).run(call);
    }

    @SuppressWarnings("SystemConsoleNull") // Java 25 returns null again where input or output is no terminal
    private static boolean isTerminal() {
        java.io.Console terminal = System.console();
        return terminal != null && terminal.isTerminal();
    }
}

package org.serai.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.serai.error.SeraiException;

/**
 * Runs one command in this process: boots the framework without routes and watched folders, and calls the shell of the
 * runtime bundle.
 */
final class LocalCommand {
    private static final String FILEINSTALL = "org.apache.felix.fileinstall";
    private static final String SHELL = "(serai.command.shell=true)";
    private static final long SHELL_MILLIS = TimeUnit.SECONDS.toMillis(20);

    private final Home home;

    LocalCommand(Home home) {
        this.home = home;
    }

    /** The command's exit status. */
    int run(CommandCall call) throws InterruptedException {
        System.setOut(
                System.err); // what bundles print stands beside the answer, not in it; the shell writes to the stream
        // itself
        Path storage = temporaryFolder();
        // also where Ctrl-C ends the command
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(storage), "serai-cleanup"));
        try (Container container = Container.boot(
                FrameworkConfiguration.command(home, storage),
                SystemBundle.in(home.installation().resolve("system")),
                bundle -> !bundle.jar().getFileName().toString().startsWith(FILEINSTALL))) {
            container.problems().forEach(new Console(System.out, System.err)::warn);
            return shell(container).applyAsInt(call.shellArguments());
        }
    }

    @SuppressWarnings("unchecked") // the shell takes what CommandCall makes
    private static ToIntFunction<String[]> shell(Container container) throws InterruptedException {
        return container
                .service(ToIntFunction.class, SHELL, SHELL_MILLIS)
                .orElseThrow(() -> new SeraiException(
                        LauncherErrors.COMMANDS_MISSING,
                        "The bundle with the commands did not start: "
                                + String.join(
                                        "; ",
                                        container.problems().isEmpty()
                                                ? List.of("unpack the distribution again")
                                                : container.problems())));
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("serai-command-");
        } catch (IOException e) {
            throw new SeraiException(
                    LauncherErrors.HOME_UNUSABLE,
                    "No temporary folder can be made (" + e + "): set another one with"
                            + " SERAI_JAVA_OPTS=-Djava.io.tmpdir=FOLDER.",
                    e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

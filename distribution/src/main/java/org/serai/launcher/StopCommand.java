package org.serai.launcher;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.serai.error.SeraiException;

/**
 * {@code serai stop}: asks the instance to finish its work in flight and to end, and waits for that. When the time is
 * over the process is killed, which loses nothing: the next start takes up the work that was not finished.
 */
final class StopCommand {
    private final Home home;
    private final Console console;

    StopCommand(Home home, Console console) {
        this.home = home;
        this.console = console;
    }

    /** Stops the instance of the home; that there is none is no failure. */
    void stop(Duration timeout) throws InterruptedException {
        Optional<ProcessHandle> running = InstanceLock.owner(home);
        if (running.isEmpty()) {
            console.say("Serai does not run in " + home.directory() + ".");
            return;
        }
        ProcessHandle process = running.get();
        ask(process);
        if (!ProcessEnd.await(process, timeout)) {
            process.destroyForcibly();
            throw new SeraiException(
                    LauncherErrors.TOO_SLOW,
                    "Serai, process " + process.pid() + ", had work in flight for longer than " + timeout.toSeconds()
                            + " s and was killed; the next start takes the unfinished work up again. Give it more time"
                            + " with --timeout.");
        }
        console.say("Serai, process " + process.pid() + ", has stopped.");
    }

    private void ask(ProcessHandle process) {
        try (InstanceClient client = InstanceClient.connect(home).orElse(null)) {
            if (client == null) {
                process.destroy(); // not ready yet, or hung: SIGTERM reaches it all the same
                return;
            }
            client.execute(
                    new CommandCall(home.directory(), false, List.of("stop")),
                    new StandardInput(InputStream.nullInputStream()),
                    new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                    console.err());
        } catch (SeraiException e) {
            process.destroy(); // it closed the connection because it stops, or because it is not well
        }
    }
}

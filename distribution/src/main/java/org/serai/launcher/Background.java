package org.serai.launcher;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.serai.error.SeraiException;

/** {@code serai start}: runs an instance in a process of its own and waits until it is ready. */
final class Background {
    private static final String MAIN = "org.serai.launcher.Main";
    private static final long POLL_MILLIS = 50;
    private static final int LINES_SHOWN = 20;

    private final Home home;
    private final Console console;

    Background(Home home, Console console) {
        this.home = home;
        this.console = console;
    }

    /**
     * Starts it.
     *
     * @throws SeraiException where it ends before it is ready, with the reason that it gave, or is not ready in time
     */
    void start(Duration timeout) throws InterruptedException {
        home.prepare();
        InstanceLock.acquire(home).close(); // refuses here and now where one runs already
        Process process = launch();
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!isReady(process)) {
            if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new SeraiException(
                        LauncherErrors.START_FAILED,
                        "Serai ended with status " + process.exitValue() + " before it was ready. It said:\n"
                                + lastWords() + "The log is " + home.logFile() + ".");
            }
            if (System.nanoTime() > deadline) {
                throw new SeraiException(
                        LauncherErrors.TOO_SLOW,
                        "Serai, process " + process.pid() + ", is not ready after " + timeout.toSeconds()
                                + " s and goes on starting: see 'serai status' and " + home.logFile()
                                + ", or wait longer with --timeout.");
            }
        }
        console.say(readyLine());
    }

    private Process launch() {
        List<String> command = new ArrayList<>();
        if (File.separatorChar == '/') {
            command.add("nohup"); // closing the terminal must not end it
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN, "run"));
        try {
            Files.deleteIfExists(home.readyFile());
            return new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.from(nullDevice()))
                    .redirectOutput(home.consoleFile().toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new SeraiException(
                    LauncherErrors.START_FAILED,
                    "The process cannot be started (" + e.getMessage() + "): use 'serai run' instead.",
                    e);
        }
    }

    private static File nullDevice() {
        return new File(File.separatorChar == '/' ? "/dev/null" : "NUL");
    }

    private boolean isReady(Process process) {
        return Files.exists(home.readyFile()) && readyLine().endsWith(" " + process.pid());
    }

    private String readyLine() {
        try {
            return Files.readString(home.readyFile()).strip();
        } catch (IOException e) {
            throw new SeraiException(
                    LauncherErrors.HOME_UNUSABLE, "The file " + home.readyFile() + " cannot be read (" + e + ").", e);
        }
    }

    private String lastWords() {
        try {
            List<String> lines = Files.readAllLines(home.consoleFile());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size())) + "\n";
        } catch (IOException e) {
            return "(its output in " + home.consoleFile() + " cannot be read: " + e + ")\n";
        }
    }
}

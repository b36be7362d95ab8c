package org.serai.launcher.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Feeds the samples to a running instance and shows what comes back, as it comes. */
public final class Demo {
    private static final long POLL_MILLIS = 100;

    private final DemoFiles files;
    private final Screen screen;
    private final Set<Path> seen = new HashSet<>();

    /** Takes files that are {@linkplain DemoFiles#install installed} and {@linkplain DemoFiles#clear cleared}. */
    public Demo(DemoFiles files, Screen screen) {
        this.files = files;
        this.screen = screen;
    }

    /**
     * Lays the samples into the inboxes and shows the results until each sample has one.
     *
     * @param running false once the instance is about to stop
     * @param patience the longest time without any result
     * @return how many samples failed or were not answered
     */
    public int answerSamples(BooleanSupplier running, Duration patience) throws IOException, InterruptedException {
        results(); // what earlier calls left is not shown again
        Set<String> waiting = files.samples().stream().map(Sample::title).collect(Collectors.toSet());
        int samples = waiting.size();
        int failed = 0;
        long started = System.nanoTime();
        long lastResult = started;
        files.feed();
        while (!waiting.isEmpty() && running.getAsBoolean() && System.nanoTime() - lastResult < patience.toNanos()) {
            for (Result result : results()) {
                screen.show(result);
                lastResult = System.nanoTime();
                if (waiting.remove(result.title()) && !result.answered()) {
                    failed++;
                }
            }
            Thread.sleep(POLL_MILLIS);
        }
        screen.say("");
        screen.heading(String.format(
                Locale.ROOT,
                "%d of %d documents answered in %.1f s.",
                samples - failed - waiting.size(),
                samples,
                (System.nanoTime() - started) / 1e9));
        waiting.stream().sorted().forEach(title -> screen.say("Not answered: " + title));
        return failed + waiting.size();
    }

    /** Shows the results of documents that the user drops, until the instance stops. */
    public void watch(BooleanSupplier running) throws IOException, InterruptedException {
        while (running.getAsBoolean()) {
            results().forEach(screen::show);
            Thread.sleep(POLL_MILLIS);
        }
    }

    private List<Result> results() throws IOException {
        List<Result> results = new ArrayList<>();
        for (DemoFolder folder : files.folders()) {
            results.addAll(folder.results(seen));
        }
        return results;
    }

    /** Says where everything is. */
    public void explain() throws IOException {
        screen.say("");
        for (DemoFolder folder : files.folders()) {
            screen.say("inbox   " + folder.inbox());
            screen.say("outbox  " + folder.outbox());
        }
        screen.say("routes  " + files.home().resolve("routes") + " (demo-*.camel.yaml: edit one while this runs)");
        screen.say("model   " + files.alias());
        screen.say("log     " + files.home().resolve("data/log/serai.log"));
    }
}

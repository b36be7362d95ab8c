package org.serai.launcher;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.serai.error.SeraiException;
import org.serai.launcher.demo.Demo;
import org.serai.launcher.demo.DemoFiles;
import org.serai.launcher.demo.DemoKafka;
import org.serai.launcher.demo.OtherWays;
import org.serai.launcher.demo.Screen;
import org.serai.status.StatusSource;

/** {@code serai demo}: fetches the model, runs an instance in the foreground, and lets it answer the samples. */
final class DemoCommand {
    private static final Duration ROUTES_PATIENCE = Duration.ofSeconds(15);
    private static final Duration ANSWER_PATIENCE = Duration.ofMinutes(10);

    private final Home home;
    private final Console console;
    private final boolean terminal;

    /** @param terminal true where a person watches */
    DemoCommand(Home home, Console console, boolean terminal) {
        this.home = home;
        this.console = console;
        this.terminal = terminal;
    }

    /** The exit status. */
    int run(DemoOptions options) throws InterruptedException {
        home.prepare();
        InstanceLock.acquire(home).close(); // refuses before a long download where an instance runs already
        int pulled = new LocalCommand(home)
                .run(new CommandCall(
                        Path.of("").toAbsolutePath(), terminal, List.of("model", "pull", options.model())));
        if (pulled != 0) {
            return pulled;
        }
        try {
            return answer(options);
        } catch (IOException e) {
            throw new SeraiException(
                    LauncherErrors.DEMO,
                    "A file of the demo cannot be read or written (" + e + "): see that " + home.directory()
                            + " can be written, or choose another home with SERAI_HOME.",
                    e);
        }
    }

    private int answer(DemoOptions options) throws IOException, InterruptedException {
        Path samples = home.installation().resolve("samples");
        Optional<DemoKafka> kafka = DemoKafka.in(home.installation(), home.directory());
        DemoFiles files = new DemoFiles(samples, home.directory());
        files.install(options.model(), kafka.isPresent());
        files.clear();
        Demo demo = new Demo(files, screen());
        try (DemoKafka broker = kafka.orElse(null)) {
            if (broker != null) {
                broker.start();
            }
            return answer(options, files, demo, new OtherWays(samples, screen()), kafka);
        } finally {
            files.withdrawKafka();
        }
    }

    private int answer(DemoOptions options, DemoFiles files, Demo demo, OtherWays otherWays, Optional<DemoKafka> kafka)
            throws IOException, InterruptedException {
        try (Instance instance = Instance.start(home, console, Instant.now())) {
            List<String> failures = new ArrayList<>(instance.announce(console));
            if (failures.isEmpty()) {
                failures.addAll(instance.awaitWell("routes", files.routeNames(), ROUTES_PATIENCE));
            }
            if (!failures.isEmpty()) {
                throw new SeraiException(
                        LauncherErrors.DEMO, "The demo cannot run, because " + String.join("; ", failures) + ".");
            }
            int failed = demo.answerSamples(instance::isRunning, ANSWER_PATIENCE);
            failed += elsewhere(instance, otherWays, kafka);
            demo.explain();
            if (!options.once()) {
                console.say("Drop a text file of your own into an inbox, or press Ctrl-C to end.");
                demo.watch(instance::isRunning);
            }
            return failed == 0 ? 0 : 1;
        }
    }

    /** The other ways in; gives how many of them failed. */
    private int elsewhere(Instance instance, OtherWays otherWays, Optional<DemoKafka> kafka)
            throws IOException, InterruptedException {
        int failed = 0;
        if (kafka.isEmpty()) {
            console.say("The part of the demo with Kafka needs a broker, which only a checkout brings: ./serai demo");
        } else {
            kafka.get().awaitStart();
            failed += otherWays.byKafka(kafka.get(), ANSWER_PATIENCE) ? 0 : 1;
        }
        Optional<URI> server = instance.rows("rest").stream()
                .map(StatusSource.Row::name)
                .filter(name -> name.startsWith("http"))
                .map(URI::create)
                .findFirst();
        if (server.isEmpty()) {
            console.warn("HTTP does not listen, so that there is nothing for curl: 'serai status' says why.");
            return failed + 1;
        }
        return failed + (otherWays.byHttp(server.get(), ANSWER_PATIENCE) ? 0 : 1);
    }

    private Screen screen() {
        boolean colour = terminal
                && System.getenv().getOrDefault("NO_COLOR", "").isEmpty()
                && !System.getenv().getOrDefault("TERM", "").equals("dumb");
        return new Screen(console.out(), Integer.getInteger("serai.columns", 80), colour);
    }
}

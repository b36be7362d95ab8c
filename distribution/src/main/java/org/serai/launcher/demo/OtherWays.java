package org.serai.launcher.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Shows that a document which was answered from a folder is answered over Kafka and over HTTP, too. */
public final class OtherWays {
    private static final String DOCUMENT = "late-parcel.txt";
    private static final String SERVICE = "/api/v1/routes/demo-ask";

    private final Screen screen;
    private final Path document;

    /** @param samples the distribution's folder of samples */
    public OtherWays(Path samples, Screen screen) {
        this.screen = screen;
        this.document = samples.resolve("documents/mails").resolve(DOCUMENT);
    }

    /**
     * Sends the document to a topic, and shows the topic that the route sent it on to.
     *
     * @return whether it came out in time
     */
    public boolean byKafka(DemoKafka kafka, Duration patience) throws IOException, InterruptedException {
        screen.say("");
        screen.heading("The same mail by Kafka: a route sorts the records of one topic into others.");
        screen.say("$ " + kafka.sendCommand(document));
        long sent = System.nanoTime();
        kafka.send(document);
        Optional<DemoKafka.Letter> letter = kafka.next(patience);
        screen.show(new Result(
                "mails/" + DOCUMENT + " by Kafka",
                Files.readString(document),
                letter.map(record -> "record '" + record.name() + "' in topic " + record.topic())
                        .orElse("No topic got it in " + patience.toSeconds() + " s; see the log."),
                letter.isPresent(),
                seconds(sent)));
        screen.say("To see what comes out: " + kafka.readCommand());
        return letter.isPresent();
    }

    /**
     * Sends the document to a route that answers over HTTP, as {@code curl} does.
     *
     * @param server where Serai listens, such as {@code http://127.0.0.1:7372}
     * @return whether there was an answer
     */
    public boolean byHttp(URI server, Duration patience) throws IOException, InterruptedException {
        URI service = server.resolve(SERVICE);
        screen.say("");
        screen.heading("The same mail by curl: a route answers over HTTP.");
        screen.say("$ curl -H 'Content-Type: text/plain' --data-binary @" + document + " " + service);
        long sent = System.nanoTime();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(service)
                            .timeout(patience)
                            .header("Content-Type", "text/plain")
                            .POST(HttpRequest.BodyPublishers.ofFile(document))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            boolean answered = response.statusCode() == 200;
            screen.show(new Result(
                    "mails/" + DOCUMENT + " by curl",
                    Files.readString(document),
                    response.body(),
                    answered,
                    seconds(sent)));
            return answered;
        }
    }

    private static String seconds(long since) {
        return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - since) / 1e9);
    }
}

package org.serai.it.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.broker.BrokerSettings;
import org.serai.broker.LocalBroker;
import org.serai.broker.Topics;
import org.serai.it.support.ScriptedModel;
import org.serai.it.support.SeraiHome;

/**
 * The pages {@code examples/summarise-a-folder.md}, {@code examples/sort-messages.md} and
 * {@code examples/answer-over-rest.md}: their files are put where the pages say, and do what the pages say.
 */
class ExamplePagesTest {
    private static final Pattern FILE = Pattern.compile("```(?:yaml|properties) .*\\n([\\s\\S]*?)```");
    private static final Pattern SHELL = Pattern.compile("```sh .*\\n([\\s\\S]*?)```");

    @TempDir
    private Path folder;

    @Test
    void theExamplesDoWhatTheirPagesSay() throws Exception {
        try (LocalBroker broker = LocalBroker.start(BrokerSettings.in(folder.resolve("broker")));
                SeraiHome home = new SeraiHome(Files.createDirectories(folder.resolve("home")))) {
            Topics.create(broker.bootstrapServers(), 1, "mails", "complaints", "praise", "questions");
            ScriptedModel.install(home, folder.resolve("inferences.log"));
            ScriptedModel.alias(home, "assistant", "slots=2");
            install(home, "summarise-a-folder", Map.of(), "routes/summaries.camel.yaml");
            install(
                    home,
                    "sort-messages",
                    Map.of("127.0.0.1:9092", broker.bootstrapServers()),
                    "etc/org.serai.kafka.cfg",
                    "routes/sort-mails.camel.yaml");
            install(home, "answer-over-rest", Map.of(), "routes/wishes.camel.yaml");
            home.serai("start").expectSuccess();
            awaitRoutes(home);

            summarisesAFolder(home);
            sortsMessages(new TopicClient(broker.bootstrapServers()));
            answersOverRest(home);
        }
    }

    private static String page(String name) throws IOException {
        return Files.readString(Path.of("../../docs/examples/" + name + ".md"));
    }

    /** Writes the files that a page shows, with what is different in a test, in the order in which they stand there. */
    private static void install(SeraiHome home, String name, Map<String, String> different, String... places)
            throws IOException {
        Matcher file = FILE.matcher(page(name));
        for (String place : places) {
            assertTrue(file.find(), "The page " + name + " has lost its file " + place);
            String text = file.group(1);
            for (Map.Entry<String, String> each : different.entrySet()) {
                text = text.replace(each.getKey(), each.getValue());
            }
            home.write(place, text);
        }
    }

    private static String shell(String name) throws IOException {
        Matcher shell = SHELL.matcher(page(name));
        assertTrue(shell.find(), "The page " + name + " has lost its command");
        return shell.group(1);
    }

    private static void awaitRoutes(SeraiHome home) throws InterruptedException {
        SeraiHome.await("three routes", () -> {
            String routes = home.out("route", "list");
            return List.of("summaries", "sort-mails", "wishes").stream().allMatch(route -> routes.contains(route))
                    && !routes.contains("pending");
        });
    }

    private static void summarisesAFolder(SeraiHome home) throws Exception {
        home.write("letter.txt", "Please mend the roof.");
        home.shell(Map.of(), shell("summarise-a-folder")).expectSuccess();

        Path sidecar = home.awaitFile("letters/outbox/letter.txt.json");
        assertEquals("scripted", home.json(sidecar).at("/answer/engine").asText());
        assertTrue(Files.readString(home.awaitFile("letters/outbox/letter.txt")).contains("what does the writer want"));
        home.awaitFile("letters/done/letter.txt");
    }

    private static void sortsMessages(TopicClient client) throws Exception {
        client.send(List.of(
                new ProducerRecord<>("mails", "1", "My parcel is late.\n@@answer complaint"),
                new ProducerRecord<>("mails", "2", "I like it.\n@@answer praise"),
                new ProducerRecord<>("mails", "3", "When do you open?\n@@answer request for information")));

        SeraiHome.await(
                "three sorted mails",
                () -> client.counts("questions").size() == 1
                        && client.counts("praise").size() == 1
                        && client.counts("complaints").size() == 1);
        assertEquals(Map.of("My parcel is late.\n@@answer complaint", 1), client.counts("complaints"));
        assertEquals(Map.of("I like it.\n@@answer praise", 1), client.counts("praise"));
    }

    private static void answersOverRest(SeraiHome home) throws Exception {
        home.write("mail.txt", "Please mend the roof.");
        String curl = shell("answer-over-rest")
                .replace("http://127.0.0.1:7372", home.server().toString())
                .replace("curl ", "curl -sS --fail-with-body ");
        assertTrue(home.shell(Map.of(), curl).expectSuccess().out().contains("what does the writer want"));
    }
}

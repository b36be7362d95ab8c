package org.serai.runtime.deadletter;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.command.Command;
import org.serai.command.CommandStreams;
import org.serai.delivery.DeadLetter;
import org.serai.delivery.DeadLetters;
import org.serai.error.SeraiException;
import org.serai.runtime.command.CommandLines;
import org.serai.runtime.command.CommandShell;
import org.serai.runtime.text.TextTable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code serai dlq}: looks at what could not be done, and has it tried again. */
@Component(property = {Command.NAME + "=dlq", Command.SCOPE + "=" + Command.INSTANCE})
public final class DeadLetterCommand implements Command {
    private static final int SHOWN_MESSAGE = 80;

    private final Places places;

    @Activate
    public DeadLetterCommand(@Reference(name = "places") Places places) {
        this.places = places;
    }

    @Override
    public String summary() {
        return "list, show and replay dead letters, the work that could not be done";
    }

    @Override
    public int run(List<String> arguments, CommandStreams streams) throws Exception {
        return CommandLines.execute(new Call(streams), arguments, streams);
    }

    @picocli.CommandLine.Command(
            name = "serai dlq",
            description = "Looks at dead letters, the work that could not be done, and has it tried again.",
            synopsisSubcommandLabel = "COMMAND")
    final class Call {
        private final CommandStreams streams;

        Call(CommandStreams streams) {
            this.streams = streams;
        }

        @picocli.CommandLine.Command(name = "list", description = "Lists dead letters, the oldest of each place first.")
        int list(
                @Mixin Choice choice,
                @Option(
                                names = "--limit",
                                paramLabel = "N",
                                defaultValue = "1000",
                                description = "At most so many (default: ${DEFAULT-VALUE}).")
                        int limit,
                @Option(names = "--json", description = "Print JSON.") boolean json)
                throws Exception {
            TextTable table =
                    new TextTable("PLACE", "ID", "FAILED AT", "REASON", "CATEGORY", "TRIES", "ROUTE", "MESSAGE");
            ArrayNode array = LetterJson.MAPPER.createArrayNode();
            int[] count = new int[1];
            List<SeraiException> unreadable = choice.read(places, (place, letter) -> {
                if (count[0]++ == limit) {
                    return false;
                }
                if (json) {
                    array.add(LetterJson.summary(place.place(), letter));
                } else {
                    row(table, place, letter);
                }
                return true;
            });
            PrintStream out = streams.out();
            if (json) {
                out.println(LetterJson.MAPPER.writeValueAsString(array));
            } else if (count[0] > 0) {
                out.print(table);
            } else if (unreadable.isEmpty()) {
                out.println(nothing(choice));
            }
            if (count[0] > limit) {
                streams.err().println("There are more; --limit shows more than " + limit + ".");
            }
            Choice.requireAll(unreadable);
            return CommandShell.OK;
        }

        private String nothing(Choice choice) {
            if (choice.isMade()) {
                return "There is no dead letter of this kind.";
            }
            List<String> known =
                    places.of(null).stream().map(DeadLetters::place).toList();
            return known.isEmpty()
                    ? "No running route keeps dead letters."
                    : "There are no dead letters in " + String.join(", ", known) + ".";
        }

        @picocli.CommandLine.Command(name = "show", description = "Shows everything that is known of one dead letter.")
        int show(
                @Parameters(paramLabel = "ID", description = "The letter, as list shows it.") String id,
                @Option(names = "--place", paramLabel = "PLACE", description = "Where it is, if two have the same id.")
                        @Nullable
                        String place,
                @Option(names = "--json", description = "Print JSON.") boolean json)
                throws Exception {
            Places.Found found = places.find(id, place);
            if (json) {
                streams.out()
                        .println(LetterJson.MAPPER.writeValueAsString(
                                LetterJson.whole(found.place().place(), found.letter())));
            } else {
                print(found);
            }
            return CommandShell.OK;
        }

        private void print(Places.Found found) {
            DeadLetter letter = found.letter();
            TextTable table = new TextTable()
                    .row("place", found.place().place())
                    .row("id", letter.id())
                    .row("origin", letter.origin())
                    .row("route", letter.route())
                    .row("failed at", letter.failedAt().toString())
                    .row("reason", letter.reason() + " " + letter.category())
                    .row("attempts", String.valueOf(letter.attempts()))
                    .row("message", oneLine(letter.message()));
            List<String> longer = new ArrayList<>();
            new TreeMap<>(letter.details()).forEach((name, value) -> {
                if (value.indexOf('\n') < 0) {
                    table.row(name, value);
                } else {
                    longer.add("\n--- " + name + "\n" + value);
                }
            });
            PrintStream out = streams.out();
            out.print(table);
            longer.forEach(out::println);
            out.println("\n--- content, " + letter.content().length + " bytes");
            out.println(LetterJson.text(letter.content()).orElse("(no text; --json has it as Base64)"));
        }

        @picocli.CommandLine.Command(
                name = "replay",
                description = {
                    "Gives dead letters to their routes again, one after the other. A letter goes away when that succeeded,"
                            + " and stays otherwise.",
                    "The exit status is 1 where one failed again."
                })
        int replay(
                @Parameters(paramLabel = "ID", arity = "0..*", description = "Letters, as list shows them.")
                        List<String> ids,
                @Mixin Choice choice,
                @Option(names = "--all", description = "Every letter.") boolean all,
                @Option(
                                names = "--alias",
                                paramLabel = "NAME",
                                description = "Asks this alias instead of the one that the route names.")
                        @Nullable
                        String alias,
                @Option(names = "--json", description = "Print JSON.") boolean json)
                throws Exception {
            ArrayNode array = LetterJson.MAPPER.createArrayNode();
            int failed = 0;
            for (Chosen letter : chosen(ids == null ? List.of() : ids, choice, all)) {
                String failure = replay(letter, alias);
                failed += failure.isEmpty() ? 0 : 1;
                if (json) {
                    ObjectNode outcome = array.addObject();
                    outcome.put("place", letter.place.place());
                    outcome.put("id", letter.id);
                    outcome.put("outcome", failure.isEmpty() ? "done" : "failed");
                    outcome.put("message", failure);
                } else {
                    streams.out()
                            .println(letter.place.place() + " " + letter.id + ": "
                                    + (failure.isEmpty() ? "done" : "failed again: " + failure));
                }
            }
            if (json) {
                streams.out().println(LetterJson.MAPPER.writeValueAsString(array));
            }
            return failed == 0 ? CommandShell.OK : CommandShell.FAILED;
        }

        private List<Chosen> chosen(List<String> ids, Choice choice, boolean all) {
            List<Chosen> chosen = new ArrayList<>();
            if (!ids.isEmpty()) {
                for (String id : ids) {
                    chosen.add(new Chosen(places.find(id, choice.place).place(), id));
                }
            } else if (choice.isMade() || all) {
                Choice.requireAll(choice.read(places, (place, letter) -> chosen.add(new Chosen(place, letter.id()))));
            } else {
                throw new SeraiException(
                        DeadLetterCommandErrors.NOTHING_CHOSEN,
                        "Say which letters: their ids, a choice such as --reason TIMEOUT --since 2h, or --all.");
            }
            return chosen;
        }

        /** The failure's message; empty where there is none. */
        private static String replay(Chosen letter, @Nullable String alias) {
            try {
                letter.place.replay(letter.id, alias);
                return "";
            } catch (SeraiException e) {
                return String.valueOf(e.getMessage());
            }
        }
    }

    /** A letter to replay. Its content is read again then, so that many can be chosen. */
    private record Chosen(DeadLetters place, String id) {}

    private static void row(TextTable table, DeadLetters place, DeadLetter letter) {
        String message = oneLine(letter.message());
        table.row(
                place.place(),
                letter.id(),
                letter.failedAt().toString(),
                letter.reason(),
                letter.category(),
                String.valueOf(letter.attempts()),
                letter.route(),
                message.length() <= SHOWN_MESSAGE ? message : message.substring(0, SHOWN_MESSAGE - 1) + "…");
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }
}

package org.serai.connector.rest.management;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.serai.connector.rest.RestErrors;
import org.serai.connector.rest.http.HttpException;
import org.serai.connector.rest.http.Role;

/**
 * An operation that is a command of {@code bin/serai}: the words of its command line, made of a request.
 *
 * @param method of the operation
 * @param path of the operation
 * @param role what the caller must be allowed
 * @param words the command and its options
 * @param options options that take their value from a parameter of the same name, where the request has it
 * @param places what stands at the end: places of the path or, where the path has none of the name, required parameters
 */
record CommandLine(
        String method, String path, Role role, List<String> words, List<String> options, List<String> places) {
    /** Ids of dead letters are what connectors make of file names and offsets. */
    private static final String LETTER = "letter";

    /** Names of aliases, routes, models and keys. What could be taken for a path or an option is none of these. */
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._:~@+-]{0,199}");

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    CommandLine {
        words = List.copyOf(words);
        options = List.copyOf(options);
        places = List.copyOf(places);
    }

    static CommandLine of(String method, String path, Role role, String... words) {
        return new CommandLine(method, path, role, List.of(words), List.of(), List.of());
    }

    CommandLine with(String... names) {
        return new CommandLine(method, path, role, words, List.of(names), places);
    }

    CommandLine at(String... names) {
        return new CommandLine(method, path, role, words, options, List.of(names));
    }

    /**
     * The words for a request.
     *
     * @param parameters gives a parameter of the query or a field of the body
     * @param fromPath gives a place of the path
     */
    List<String> fill(Function<String, Optional<String>> parameters, Function<String, String> fromPath) {
        List<String> line = new ArrayList<>(words);
        for (String option : options) {
            parameters.apply(option).ifPresent(value -> line.add("--" + option + "=" + checked(option, value)));
        }
        if (!places.isEmpty()) {
            line.add("--"); // whatever comes is no option
        }
        for (String place : places) {
            line.add(
                    path.contains("{" + place + "}")
                            ? name(place, fromPath.apply(place))
                            : checked(place, parameters.apply(place).orElseThrow(() -> missing(place))));
        }
        return line;
    }

    private static String name(String place, String value) {
        if (place.equals(LETTER)) {
            return checked(place, value);
        }
        if (!NAME.matcher(value).matches()) {
            throw new HttpException(
                    404, RestErrors.NOTHING_THERE, "'" + value + "' can be the name of no " + place + ".", place);
        }
        return value;
    }

    private static String checked(String parameter, String value) {
        if (CONTROL.matcher(value).find()) {
            throw new HttpException(
                    400, RestErrors.BAD_COMMAND, "'" + parameter + "' has control characters.", parameter);
        }
        return value;
    }

    private static HttpException missing(String parameter) {
        return new HttpException(400, RestErrors.BAD_COMMAND, "'" + parameter + "' is missing.", parameter);
    }
}

package org.serai.camel.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.dsl.yaml.common.exception.UnknownNodeIdException;
import org.apache.camel.xml.io.XmlPullParserLocationException;
import org.serai.error.SeraiException;
import org.serai.settings.Nearest;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Turns what Camel throws into what people can act on: a line, what is wrong, and what would be right. */
final class Diagnosis {
    private static final Pattern UNKNOWN_NODE = Pattern.compile("Unknown node id: (\\S+)");
    private static final Pattern AT = Pattern.compile(">>> (.*?) <<<", Pattern.DOTALL);
    private static final Pattern QUOTED = Pattern.compile("[\\[(]([^\\[\\]()]+)[\\])]");

    private final RouteSource source;

    Diagnosis(RouteSource source) {
        this.source = source;
    }

    List<Problem> of(Throwable failure) {
        List<Throwable> chain = chain(failure);
        if (find(chain, RejectedException.class).isPresent()) {
            return find(chain, RejectedException.class).get().problems();
        }
        return List.of(find(chain, MarkedYamlEngineException.class)
                .map(this::yaml)
                .or(() -> find(chain, XmlPullParserLocationException.class).map(this::xml))
                .or(() -> find(chain, SeraiException.class).map(e -> typed(chain, e)))
                .orElseGet(() -> other(chain)));
    }

    private Problem yaml(MarkedYamlEngineException e) {
        int line = e.getProblemMark().map(Mark::getLine).orElse(-1) + 1;
        String message = String.valueOf(e.getProblem());
        if (e instanceof UnknownNodeIdException) {
            Matcher name = UNKNOWN_NODE.matcher(message);
            if (name.find()) {
                message = "There is no step " + name.group(1) + ". "
                        + Nearest.to(name.group(1), StepNames.read())
                                .map(nearest -> "Did you mean " + nearest + "?")
                                .orElse("Camel's manual lists the steps (enterprise integration patterns).");
            }
        } else if (e.getCause() != null) {
            message += " (" + e.getCause().getMessage() + ")";
        }
        return new Problem(RouteErrors.SYNTAX, line, message);
    }

    private Problem xml(XmlPullParserLocationException e) {
        String reason = e.getCause() == null
                ? String.valueOf(e.getMessage())
                : String.valueOf(e.getCause().getMessage());
        return new Problem(RouteErrors.SYNTAX, e.getLineNumber(), firstLine(reason));
    }

    private Problem typed(List<Throwable> chain, SeraiException e) {
        return new Problem(e.code(), line(chain), withoutCode(e));
    }

    private Problem other(List<Throwable> chain) {
        Throwable root = chain.getLast();
        String message = firstLine(String.valueOf(root.getMessage() == null ? root : root.getMessage()));
        return new Problem(RouteErrors.INVALID, line(chain), message);
    }

    /** The message of a failure of ours, whose code is told elsewhere. */
    static String withoutCode(SeraiException e) {
        return String.valueOf(e.getMessage()).replaceFirst("^" + e.code() + ": ", "");
    }

    static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable t = failure; t != null && !chain.contains(t); t = t.getCause()) {
            chain.add(t);
        }
        return chain;
    }

    static <T extends Throwable> Optional<T> find(List<Throwable> chain, Class<T> type) {
        return chain.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    /** Camel names the step that failed as {@code >>> To[direct:a] <<<}; what is in brackets is in the file too. */
    private int line(List<Throwable> chain) {
        for (Throwable t : chain) {
            if (t instanceof FailedToCreateRouteException || t instanceof ResolveEndpointFailedException) {
                Matcher at = AT.matcher(String.valueOf(t.getMessage()));
                Matcher word = QUOTED.matcher(at.find() ? at.group(1) : "");
                while (word.find()) {
                    int line = source.lineOf(word.group(1).replaceAll("^\\w+\\{|\\}$", ""));
                    if (line > 0) {
                        return line;
                    }
                }
            }
        }
        return find(chain, FailedToCreateRouteException.class)
                .map(FailedToCreateRouteException::getRouteId)
                .map(source::lineOf)
                .orElse(0);
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse(message);
    }
}

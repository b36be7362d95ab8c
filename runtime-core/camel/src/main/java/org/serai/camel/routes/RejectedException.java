package org.serai.camel.routes;

import java.util.List;
import java.util.stream.Collectors;
import org.serai.error.ErrorCode;

/** A route file cannot run, for one reason or several. */
final class RejectedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    RejectedException(List<Problem> problems) {
        super(problems.stream().map(Problem::message).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    RejectedException(ErrorCode code, int line, String message) {
        this(List.of(new Problem(code, line, message)));
    }

    List<Problem> problems() {
        return problems;
    }
}

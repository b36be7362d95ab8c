package org.serai.chat.template.syntax;

import java.util.List;
import org.serai.chat.template.syntax.Token.Kind;

/** The tokens of a source, read from front to back, with a bound on how deep its parts may be nested. */
final class TokenStream {
    private static final int MAX_NESTING = 200;

    private final List<Token> tokens;
    private int at;
    private int nesting;

    /** @param tokens ends with {@link Kind#END} */
    TokenStream(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(at);
    }

    /** The token after the next. */
    Token peekSecond() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    Token next() {
        Token token = peek();
        if (!token.is(Kind.END)) {
            at++;
        }
        return token;
    }

    int line() {
        return peek().line();
    }

    boolean skipOperator(String operator) {
        boolean found = peek().isOperator(operator);
        at += found ? 1 : 0;
        return found;
    }

    boolean skipName(String name) {
        boolean found = peek().isName(name);
        at += found ? 1 : 0;
        return found;
    }

    Token expect(Kind kind) {
        if (!peek().is(kind)) {
            throw unexpected(kind.description());
        }
        return next();
    }

    void expectOperator(String operator) {
        if (!skipOperator(operator)) {
            throw unexpected(operator);
        }
    }

    void expectName(String name) {
        if (!skipName(name)) {
            throw unexpected(name);
        }
    }

    private TemplateSyntaxException unexpected(String wanted) {
        return fail("expected token '" + wanted + "', got '" + peek().describe() + "'");
    }

    TemplateSyntaxException fail(String message) {
        return TemplateSyntaxException.at(line(), message);
    }

    /** Begins a part within a part. */
    void enter() {
        nesting++;
        if (nesting > MAX_NESTING) {
            throw fail("more than " + MAX_NESTING + " parts are nested in each other");
        }
    }

    /** Ends what {@link #enter} began. */
    void leave() {
        nesting--;
    }
}

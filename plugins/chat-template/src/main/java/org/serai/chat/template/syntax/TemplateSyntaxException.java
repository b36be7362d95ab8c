package org.serai.chat.template.syntax;

/** A source that is no template. */
public final class TemplateSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final boolean unsupported;

    private TemplateSyntaxException(int line, boolean unsupported, String message) {
        super(message);
        this.line = line;
        this.unsupported = unsupported;
    }

    static TemplateSyntaxException at(int line, String message) {
        return new TemplateSyntaxException(line, false, message);
    }

    /** Good Jinja, or nearly so, that this interpreter does not know. */
    static TemplateSyntaxException unsupported(int line, String message) {
        return new TemplateSyntaxException(line, true, message);
    }

    /** The line of the source, from 1. */
    public int line() {
        return line;
    }

    /** True where the source may be good but names something that is not known. */
    public boolean isUnsupported() {
        return unsupported;
    }
}

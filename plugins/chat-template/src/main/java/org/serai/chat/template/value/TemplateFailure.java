package org.serai.chat.template.value;

/** Ends a rendering. The factory's templates turn it into the error that callers see. */
public final class TemplateFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Who ended it. */
    public enum Kind {
        /** The template itself, by {@code raise_exception}. */
        RAISED,
        /** An operation that cannot be done, as Python would refuse it. */
        FAILED,
        /** A limit of {@link Budget}. */
        LIMIT,
        /** A part of Jinja that this interpreter does not have. */
        UNSUPPORTED
    }

    private final Kind kind;

    public TemplateFailure(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    public static TemplateFailure failed(String message) {
        return new TemplateFailure(Kind.FAILED, message);
    }

    public Kind kind() {
        return kind;
    }

    /** The message; never null. */
    public String text() {
        return String.valueOf(getMessage());
    }
}

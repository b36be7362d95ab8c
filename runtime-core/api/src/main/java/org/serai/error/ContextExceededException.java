package org.serai.error;

/** A prompt has more tokens than the model's context. Says both numbers, so that a sender can split or shorten it. */
public final class ContextExceededException extends SeraiException {
    private static final long serialVersionUID = 1L;

    private final int promptTokens;
    private final int contextTokens;

    /**
     * @param code one of category {@link ErrorCategory#TOO_LONG}
     * @param promptTokens what the prompt has; -1 where a server does not tell
     * @param contextTokens what one sequence may hold; -1 where a server does not tell
     */
    public ContextExceededException(ErrorCode code, String message, int promptTokens, int contextTokens) {
        super(code, message);
        this.promptTokens = promptTokens;
        this.contextTokens = contextTokens;
    }

    public int promptTokens() {
        return promptTokens;
    }

    public int contextTokens() {
        return contextTokens;
    }
}

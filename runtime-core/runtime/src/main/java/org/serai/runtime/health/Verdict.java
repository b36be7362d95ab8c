package org.serai.runtime.health;

/**
 * Whether an alias is ready.
 *
 * @param required whether the instance is only ready where this alias is
 * @param state what it is
 * @param reason why, with figures
 * @param warning what the operator should look at although it works; empty where nothing is wrong
 */
record Verdict(String alias, boolean required, State state, String reason, String warning) {
    /** What an alias is. */
    enum State {
        /** It produced a real token lately. */
        READY,
        /** It is on its way: a model is loaded, or a first token is waited for. */
        STARTING,
        /** It does not work. */
        BROKEN
    }
}

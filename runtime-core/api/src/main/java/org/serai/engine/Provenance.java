package org.serai.engine;

/**
 * How a request came to the session that answered it.
 *
 * @param alias the alias whose session worked; empty where none did. It is another one than the request named where that
 *     one sends a share of its work there
 * @param aliasVersion the version of that alias that was in effect; 0 where none was
 * @param requeued why the work was begun again on another session, or again on the same one; empty where it was not
 */
public record Provenance(String alias, int aliasVersion, String requeued) {
    /** Of an answer that no alias led to its session. */
    public static final Provenance NONE = new Provenance("", 0, "");
}

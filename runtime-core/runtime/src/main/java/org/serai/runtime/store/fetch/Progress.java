package org.serai.runtime.store.fetch;

/** Hears how far long work is. Called from one thread. */
public interface Progress {
    /** The size of something whose size nobody told. */
    long UNKNOWN = -1;

    /**
     * A piece of work begins.
     *
     * @param what a word or two, such as the name of a file
     * @param done bytes that are there already
     * @param total bytes in all, or {@link #UNKNOWN}
     */
    void begin(String what, long done, long total);

    /** So many bytes are done now. */
    void advanceTo(long done);

    /** The piece of work ended, well or not. */
    void end();

    /** Something that the user should know. */
    void note(String line);
}

package org.serai.device.cpu.x86;

/** Is told of machine code once it is assembled, for people who want to look at it. Called by any thread, by several at once. */
@FunctionalInterface
public interface CodeListener {
    /** Takes no notice. */
    CodeListener NONE = (name, address, code) -> {};

    /**
     * A function was assembled.
     *
     * @param name what it is for: words of letters and digits, with hyphens or underscores between them
     * @param address where it stands in memory
     * @param code its machine code, not to be changed
     */
    void assembled(String name, long address, byte[] code);

    /** For functions whose names begin with the same words. */
    default CodeListener within(String words) {
        return (name, address, code) -> assembled(words + "-" + name, address, code);
    }
}

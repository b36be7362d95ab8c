package org.serai.device.cpu.x86;

/**
 * General registers in the order of their numbers. System V's calling convention lets a function change all of them but those
 * that are marked.
 */
enum Register {
    RAX(0),
    RCX(1),
    RDX(2),
    /** To be left as it was. */
    RBX(3),
    /** The end of the stack. */
    RSP(4),
    /** To be left as it was; no base of memory operands without an offset. */
    RBP(5),
    RSI(6),
    RDI(7),
    R8(8),
    R9(9),
    R10(10),
    R11(11),
    /** To be left as it was; no base of memory operands. */
    R12(12),
    /** To be left as it was; no base of memory operands without an offset. */
    R13(13),
    /** To be left as it was. */
    R14(14);

    private final int number;

    Register(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** The three bits that stand in an instruction; the fourth is in a prefix. */
    int low() {
        return number & 7;
    }

    int high() {
        return number >> 3;
    }
}

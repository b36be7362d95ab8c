package org.serai.device.cpu.x86;

/**
 * The instructions on 512-bit registers that kernels are made of, as the Intel 64 and IA-32 Architectures Software
 * Developer's Manual, volume 2, encodes them.
 */
enum EvexOpcode {
    /** Adds four products of unsigned bytes (source 1) and signed bytes (source 2) to each 32-bit lane. */
    VPDPBUSD(Map.M0F38, Prefix.P66, 0, 0x50, Tuple.FULL),
    VPBROADCASTD(Map.M0F38, Prefix.P66, 0, 0x58, Tuple.WORD),
    /** Broadcasts a 32-bit general register. */
    VPBROADCASTD_REGISTER(Map.M0F38, Prefix.P66, 0, 0x7C, Tuple.WORD),
    VBROADCASTSS(Map.M0F38, Prefix.P66, 0, 0x18, Tuple.WORD),
    VMOVDQU32(Map.M0F, Prefix.PF3, 0, 0x6F, Tuple.FULL),
    VMOVUPS(Map.M0F, Prefix.NONE, 0, 0x10, Tuple.FULL),
    VMOVUPS_STORE(Map.M0F, Prefix.NONE, 0, 0x11, Tuple.FULL),
    /** Sixteen F16 numbers to F32. */
    VCVTPH2PS(Map.M0F38, Prefix.P66, 0, 0x13, Tuple.HALF),
    VCVTDQ2PS(Map.M0F, Prefix.NONE, 0, 0x5B, Tuple.FULL),
    VMULPS(Map.M0F, Prefix.NONE, 0, 0x59, Tuple.FULL),
    VADDPS(Map.M0F, Prefix.NONE, 0, 0x58, Tuple.FULL),
    VFMADD231PS(Map.M0F38, Prefix.P66, 0, 0xB8, Tuple.FULL),
    VPXORD(Map.M0F, Prefix.P66, 0, 0xEF, Tuple.FULL),
    VPANDD(Map.M0F, Prefix.P66, 0, 0xDB, Tuple.FULL),
    VPADDB(Map.M0F, Prefix.P66, 0, 0xFC, Tuple.FULL),
    VPADDD(Map.M0F, Prefix.P66, 0, 0xFE, Tuple.FULL),
    /** Shifts 32-bit lanes left by an immediate; the target is in the place of source 1. */
    VPSLLD(Map.M0F, Prefix.P66, 0, 0x72, 6, Tuple.FULL),
    /** Shifts 32-bit lanes right by an immediate; the target is in the place of source 1. */
    VPSRLD(Map.M0F, Prefix.P66, 0, 0x72, 2, Tuple.FULL);

    private static final int NO_EXTENSION = -1;

    private final int map;
    private final int prefix;
    private final int w;
    private final int code;
    private final int extension;
    private final Tuple tuple;

    EvexOpcode(Map map, Prefix prefix, int w, int code, Tuple tuple) {
        this(map, prefix, w, code, NO_EXTENSION, tuple);
    }

    EvexOpcode(Map map, Prefix prefix, int w, int code, int extension, Tuple tuple) {
        this.map = map.bits;
        this.prefix = prefix.bits;
        this.w = w;
        this.code = code;
        this.extension = extension;
        this.tuple = tuple;
    }

    int map() {
        return map;
    }

    int prefix() {
        return prefix;
    }

    int w() {
        return w;
    }

    int code() {
        return code;
    }

    /** True where the register field of the ModR/M byte extends the opcode. */
    boolean isExtended() {
        return extension != NO_EXTENSION;
    }

    int extension() {
        return extension;
    }

    /** Bytes of the memory operand, in which short displacements count. */
    int memoryBytes() {
        return tuple.bytes;
    }

    private enum Map {
        M0F(1),
        M0F38(2);

        private final int bits;

        Map(int bits) {
            this.bits = bits;
        }
    }

    private enum Prefix {
        NONE(0),
        P66(1),
        PF3(2);

        private final int bits;

        Prefix(int bits) {
            this.bits = bits;
        }
    }

    private enum Tuple {
        FULL(64),
        HALF(32),
        WORD(4);

        private final int bytes;

        Tuple(int bytes) {
            this.bytes = bytes;
        }
    }
}

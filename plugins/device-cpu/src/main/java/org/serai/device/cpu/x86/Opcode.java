package org.serai.device.cpu.x86;

/**
 * The vector instructions that kernels are made of, as the Intel 64 and IA-32 Architectures Software Developer's Manual, volume
 * 2, encodes them. The same numbers serve both prefixes, VEX and EVEX, where an instruction has both; for EVEX the manual names
 * some of them after their lanes (VPXORD, VMOVDQU32).
 */
enum Opcode {
    /** Adds four products of unsigned bytes (source 1) and signed bytes (source 2) to each 32-bit lane. */
    VPDPBUSD(Map.M0F38, Prefix.P66, 0x50, Memory.REGISTER),
    /** Two products of unsigned bytes (source 1) and signed bytes (source 2) for each 16-bit lane, their sum saturated. */
    VPMADDUBSW(Map.M0F38, Prefix.P66, 0x04, Memory.REGISTER),
    /** The sum of two products of 16-bit numbers for each 32-bit lane. */
    VPMADDWD(Map.M0F, Prefix.P66, 0xF5, Memory.REGISTER),
    /** Bytes of source 1, negated where those of source 2 are negative, and zero where they are zero. */
    VPSIGNB(Map.M0F38, Prefix.P66, 0x08, Memory.REGISTER),
    VPABSB(Map.M0F38, Prefix.P66, 0x1C, Memory.REGISTER),
    /** The larger of signed 32-bit numbers. */
    VPMAXSD(Map.M0F38, Prefix.P66, 0x3D, Memory.REGISTER),
    /** All bits of those 32-bit lanes in which source 1, with its sign, is larger. */
    VPCMPGTD(Map.M0F, Prefix.P66, 0x66, Memory.REGISTER),
    /** 32-bit numbers of both sources as 16-bit ones without sign, saturated; each 128 bits for themselves. */
    VPACKUSDW(Map.M0F38, Prefix.P66, 0x2B, Memory.REGISTER),
    /** 16-bit numbers of both sources as bytes without sign, saturated; each 128 bits for themselves. */
    VPACKUSWB(Map.M0F, Prefix.P66, 0x67, Memory.REGISTER),
    VPBROADCASTD(Map.M0F38, Prefix.P66, 0x58, Memory.WORD),
    /** Broadcasts a 32-bit general register; EVEX only. */
    VPBROADCASTD_REGISTER(Map.M0F38, Prefix.P66, 0x7C, Memory.WORD),
    VBROADCASTSS(Map.M0F38, Prefix.P66, 0x18, Memory.WORD),
    /** 128 bits of memory to both halves; VEX only. */
    VBROADCASTF128(Map.M0F38, Prefix.P66, 0x1A, Memory.HALF),
    /** Source 1, of which an immediate 1 replaces the upper half by 128 bits of memory; VEX only. */
    VINSERTF128(Map.M0F3A, Prefix.P66, 0x18, Memory.HALF),
    VMOVDQU(Map.M0F, Prefix.PF3, 0x6F, Memory.REGISTER),
    VMOVUPS_STORE(Map.M0F, Prefix.NONE, 0x11, Memory.REGISTER),
    /** Stores the lowest 32-bit lane. */
    VMOVSS_STORE(Map.M0F, Prefix.PF3, 0x11, Memory.LANE),
    /** F16 numbers to as many of F32. */
    VCVTPH2PS(Map.M0F38, Prefix.P66, 0x13, Memory.HALF),
    /** Bytes without sign to 32-bit numbers. */
    VPMOVZXBD(Map.M0F38, Prefix.P66, 0x31, Memory.QUARTER),
    /** Signed bytes to 32-bit numbers. */
    VPMOVSXBD(Map.M0F38, Prefix.P66, 0x21, Memory.QUARTER),
    VCVTDQ2PS(Map.M0F, Prefix.NONE, 0x5B, Memory.REGISTER),
    VDIVPS(Map.M0F, Prefix.NONE, 0x5E, Memory.REGISTER),
    VMULPS(Map.M0F, Prefix.NONE, 0x59, Memory.REGISTER),
    VSUBPS(Map.M0F, Prefix.NONE, 0x5C, Memory.REGISTER),
    /** The larger of two numbers; source 2 where one is none. */
    VMAXPS(Map.M0F, Prefix.NONE, 0x5F, Memory.REGISTER),
    VADDPS(Map.M0F, Prefix.NONE, 0x58, Memory.REGISTER),
    /** {@code target += source 1 · source 2}. */
    VFMADD231PS(Map.M0F38, Prefix.P66, 0xB8, Memory.REGISTER),
    /** {@code target = source 1 · target + source 2}. */
    VFMADD213PS(Map.M0F38, Prefix.P66, 0xA8, Memory.REGISTER),
    /** {@code target −= source 1 · source 2}. */
    VFNMADD231PS(Map.M0F38, Prefix.P66, 0xBC, Memory.REGISTER),
    VPXOR(Map.M0F, Prefix.P66, 0xEF, Memory.REGISTER),
    VPAND(Map.M0F, Prefix.P66, 0xDB, Memory.REGISTER),
    VPOR(Map.M0F, Prefix.P66, 0xEB, Memory.REGISTER),
    VPADDB(Map.M0F, Prefix.P66, 0xFC, Memory.REGISTER),
    VPADDW(Map.M0F, Prefix.P66, 0xFD, Memory.REGISTER),
    VPADDD(Map.M0F, Prefix.P66, 0xFE, Memory.REGISTER),
    VPSUBW(Map.M0F, Prefix.P66, 0xF9, Memory.REGISTER),
    VPSUBD(Map.M0F, Prefix.P66, 0xFA, Memory.REGISTER),
    /** Of each 128 bits two 32-bit lanes of source 1, then two of source 2, as an immediate says. */
    VSHUFPS(Map.M0F, Prefix.NONE, 0xC6, Memory.REGISTER),
    /** Two halves of 128 bits of both sources, as an immediate says; VEX only. */
    VPERM2F128(Map.M0F3A, Prefix.P66, 0x06, Memory.REGISTER),
    /** Shifts 16-bit lanes left by an immediate; the target is in the place of source 1. Of memory with EVEX only. */
    VPSLLW(Map.M0F, Prefix.P66, 0x71, 6, Memory.REGISTER),
    /** Shifts 32-bit lanes left by an immediate; the target is in the place of source 1. Of memory with EVEX only. */
    VPSLLD(Map.M0F, Prefix.P66, 0x72, 6, Memory.REGISTER),
    /** Shifts 32-bit lanes right by an immediate; the target is in the place of source 1. Of memory with EVEX only. */
    VPSRLD(Map.M0F, Prefix.P66, 0x72, 2, Memory.REGISTER);

    private static final int NO_EXTENSION = 0;

    private final int map;
    private final int prefix;
    private final int code;
    private final int extension;
    private final Memory memory;

    Opcode(Map map, Prefix prefix, int code, Memory memory) {
        this(map, prefix, code, NO_EXTENSION, memory);
    }

    Opcode(Map map, Prefix prefix, int code, int extension, Memory memory) {
        this.map = map.bits;
        this.prefix = prefix.bits;
        this.code = code;
        this.extension = extension;
        this.memory = memory;
    }

    int map() {
        return map;
    }

    int prefix() {
        return prefix;
    }

    int code() {
        return code;
    }

    /** What stands in the register field of the ModR/M byte of instructions with an immediate byte, for it extends the opcode. */
    int extension() {
        return extension;
    }

    /** Bytes of the memory operand, for registers of so many bytes. */
    int memoryBytes(int registerBytes) {
        return switch (memory) {
            case REGISTER -> registerBytes;
            case HALF -> registerBytes / 2;
            case QUARTER -> registerBytes / 4;
            case WORD, LANE -> Integer.BYTES;
        };
    }

    /** True where the instruction uses one lane, whatever the width of vectors. */
    boolean isScalar() {
        return memory == Memory.LANE;
    }

    private enum Map {
        M0F(1),
        M0F38(2),
        M0F3A(3);

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

    /** What an operand in memory is as large as: a register, a part of one, one word for all lanes, or one lane alone. */
    private enum Memory {
        REGISTER,
        HALF,
        QUARTER,
        WORD,
        LANE
    }
}

package org.serai.device.cpu.x86;

/**
 * Writes {@code VPDPBUSD} on 256 bits with an EVEX prefix, and all else with VEX: CPUs that have AVX-512 VNNI without AVX-VNNI
 * run kernels for the latter so.
 */
final class EvexYmmVnniAssembler extends VexAssembler {
    private static final int ALWAYS_ONE = 4;
    private static final int BITS_256 = 0x20;
    private static final int LOW_REGISTERS = 0x08;

    @Override
    void prefix(Opcode op, int reg, int vvvv, int rm, int index) {
        if (op != Opcode.VPDPBUSD) {
            super.prefix(op, reg, vvvv, rm, index);
            return;
        }
        emit(
                0x62,
                (~(reg << 4) & 0x80) | (~(index << 3) & 0x40) | (~(rm << 2) & 0x20) | 0x10 | op.map(),
                (~vvvv & 15) << 3 | ALWAYS_ONE | op.prefix(),
                BITS_256 | LOW_REGISTERS,
                op.code());
    }
}

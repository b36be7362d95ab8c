package org.serai.device.cpu.x86;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Vector instructions with the VEX prefix of three bytes, on 256 bits: registers from 0 to 15. */
class VexAssembler extends Assembler {
    private static final int BITS_256 = 4;
    private static final int REGISTERS = 16;
    private static final int REGISTER_BYTES = 32;

    /** A ModR/M byte for memory at a distance from the next instruction. */
    private static final int FROM_NEXT_INSTRUCTION = 5;

    private final List<ConstantUse> uses = new ArrayList<>();

    /** {@code target = op(first, constant)}, with a word in all lanes. */
    final void emitConstant(Opcode op, int target, int first, int word) {
        prefix(op, target, first, 0, 0);
        emit((target & 7) << 3 | FROM_NEXT_INSTRUCTION);
        uses.add(new ConstantUse(here(), word));
        emit32(0);
    }

    /** {@code target = op(first, constant)}, with a number in all lanes. */
    final void emitConstant(Opcode op, int target, int first, float number) {
        emitConstant(op, target, first, Float.floatToRawIntBits(number));
    }

    /** The code so far, and behind it the constants. */
    @Override
    final byte[] toByteArray() {
        byte[] code = super.toByteArray();
        if (uses.isEmpty()) {
            return code;
        }
        int[] words = uses.stream().mapToInt(ConstantUse::word).distinct().toArray();
        int constantsAt = Math.ceilDiv(code.length, REGISTER_BYTES) * REGISTER_BYTES;
        ByteBuffer all =
                ByteBuffer.allocate(constantsAt + words.length * REGISTER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        all.put(code);
        for (int i = 0; i < words.length; i++) {
            int at = constantsAt + i * REGISTER_BYTES;
            for (int lane = 0; lane < REGISTER_BYTES; lane += Integer.BYTES) {
                all.putInt(at + lane, words[i]);
            }
            for (ConstantUse use : uses) {
                if (use.word() == words[i]) {
                    all.putInt(use.at(), at - (use.at() + Integer.BYTES));
                }
            }
        }
        return all.array();
    }

    /** All register bits are stored inverted. */
    @Override
    void prefix(Opcode op, int reg, int vvvv, int rm, int index) {
        if (Math.max(Math.max(reg, vvvv), rm) >= REGISTERS) {
            throw new IllegalArgumentException("VEX has no register beyond 15");
        }
        emit(
                0xC4,
                (~(reg << 4) & 0x80) | (~(index << 3) & 0x40) | (~(rm << 2) & 0x20) | op.map(),
                (~vvvv & 15) << 3 | (op.isScalar() ? 0 : BITS_256) | op.prefix(),
                op.code());
    }

    /** One byte. */
    @Override
    int displacementUnit(Opcode op) {
        return 1;
    }

    /**
     * An operand that is a constant.
     *
     * @param at where its distance stands in the code
     */
    private record ConstantUse(int at, int word) {}
}

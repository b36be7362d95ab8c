package org.serai.device.cpu.x86;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.serai.device.cpu.x86.Opcode.*;
import static org.serai.device.cpu.x86.Register.*;

import java.util.HexFormat;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Instructions are encoded as the GNU assembler 2.40 encodes them, whose words stand beside each. */
class EvexAssemblerTest {
    private static void check(String expected, Consumer<EvexAssembler> instruction) {
        EvexAssembler code = new EvexAssembler();
        instruction.accept(code);
        assertEquals(expected, HexFormat.ofDelimiter(" ").formatHex(code.toByteArray()));
    }

    @Test
    void namesAllRegisters() {
        // vpdpbusd %zmm27, %zmm24, %zmm12
        check("62 12 3d 40 50 e3", code -> code.emit(VPDPBUSD, 12, 24, 27));
        // vfmadd231ps %zmm28, %zmm27, %zmm1
        check("62 92 25 40 b8 cc", code -> code.emit(VFMADD231PS, 1, 27, 28));
        // vpbroadcastd %eax, %zmm31
        check("62 62 7d 48 7c f8", code -> code.emit(VPBROADCASTD_REGISTER, 31, 0, RAX.number()));
        // vpslld $3, %zmm20, %zmm20
        check("62 b1 5d 40 72 f4 03", code -> code.emitImmediate(VPSLLD, 20, 20, 3));
    }

    /** Short displacements count in operands. */
    @Test
    void readsAndWritesMemory() {
        // vpandd 128(%rdi), %zmm31, %zmm25
        check("62 61 05 40 db 4f 02", code -> code.emit(VPAND, 25, 31, RDI, 128));
        // vmovups %zmm17, 64(%rdx)
        check("62 e1 7c 48 11 4a 01", code -> code.emit(VMOVUPS_STORE, 17, 0, RDX, 64));
        // vpbroadcastd 20(%rsi), %zmm27
        check("62 62 7d 48 58 5e 05", code -> code.emit(VPBROADCASTD, 27, 0, RSI, 20));
        // vcvtph2ps 96(%rdi), %zmm25
        check("62 62 7d 48 13 4f 03", code -> code.emit(VCVTPH2PS, 25, 0, RDI, 96));
        // vcvtph2ps 100(%rdi), %zmm25
        check("62 62 7d 48 13 8f 64 00 00 00", code -> code.emit(VCVTPH2PS, 25, 0, RDI, 100));
        // vpmovzxbd 48(%rdi), %zmm25
        check("62 62 7d 48 31 4f 03", code -> code.emit(VPMOVZXBD, 25, 0, RDI, 48));
        // vpmovsxbd 48(%rdi), %zmm25
        check("62 62 7d 48 21 4f 03", code -> code.emit(VPMOVSXBD, 25, 0, RDI, 48));
        // vpsrld $4, 64(%r9), %zmm24
        check("62 d1 3d 40 72 51 01 04", code -> code.emitImmediate(VPSRLD, 24, R9, 64, 4));
    }

    @Test
    void addsAnIndexToTheBase() {
        // vpaddd 64(%rdi,%r12), %zmm30, %zmm21
        check("62 a1 0d 40 fe 6c 27 01", code -> code.emit(VPADDD, 21, 30, RDI, R12, 64));
    }

    @Test
    void masks() {
        // kmovq 1024(%rdi), %k1
        check("c4 e1 f8 90 8f 00 04 00 00", code -> code.loadMask(1, RDI, 1024));
        // vpaddb %zmm30, %zmm24, %zmm24{%k1}
        check("62 01 3d 41 fc c6", code -> code.emitMasked(VPADDB, 1, 24, 24, 30));
    }
}

package org.serai.device.cpu.x86;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.serai.device.cpu.x86.Opcode.*;
import static org.serai.device.cpu.x86.Register.*;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Instructions are encoded as the GNU assembler 2.40 encodes them, whose words stand beside each, with {@code {vex3}} before them. */
class VexAssemblerTest {
    private static void check(String expected, Consumer<VexAssembler> instruction) {
        VexAssembler code = new VexAssembler();
        instruction.accept(code);
        assertEquals(expected, HexFormat.ofDelimiter(" ").formatHex(code.toByteArray()));
    }

    @Test
    void multipliesBytes() {
        // vpdpbusd %ymm13, %ymm12, %ymm6
        check("c4 c2 1d 50 f5", code -> code.emit(VPDPBUSD, 6, 12, 13));
        // vpdpbusd %ymm1, %ymm2, %ymm11
        check("c4 62 6d 50 d9", code -> code.emit(VPDPBUSD, 11, 2, 1));
        // vpmaddubsw %ymm13, %ymm14, %ymm13
        check("c4 42 0d 04 ed", code -> code.emit(VPMADDUBSW, 13, 14, 13));
        // vpmaddubsw 1024(%rdi), %ymm3, %ymm12
        check("c4 62 65 04 a7 00 04 00 00", code -> code.emit(VPMADDUBSW, 12, 3, RDI, 1024));
        // vpmaddwd %ymm15, %ymm13, %ymm13
        check("c4 41 15 f5 ef", code -> code.emit(VPMADDWD, 13, 13, 15));
        // vpsignb %ymm12, %ymm13, %ymm13
        check("c4 42 15 08 ec", code -> code.emit(VPSIGNB, 13, 13, 12));
        // vpabsb %ymm12, %ymm14
        check("c4 42 7d 1c f4", code -> code.emit(VPABSB, 14, 0, 12));
    }

    @Test
    void addsAndShifts() {
        // vpaddw %ymm13, %ymm6, %ymm6
        check("c4 c1 4d fd f5", code -> code.emit(VPADDW, 6, 6, 13));
        // vpaddd %ymm13, %ymm11, %ymm11
        check("c4 41 25 fe dd", code -> code.emit(VPADDD, 11, 11, 13));
        // vpand 64(%rdi), %ymm14, %ymm12
        check("c4 61 0d db 67 40", code -> code.emit(VPAND, 12, 14, RDI, 64));
        // vpor %ymm13, %ymm12, %ymm12
        check("c4 41 1d eb e5", code -> code.emit(VPOR, 12, 12, 13));
        // vpxor %ymm9, %ymm9, %ymm9
        check("c4 41 35 ef c9", code -> code.emit(VPXOR, 9, 9, 9));
        // vpsrld $4, %ymm12, %ymm12
        check("c4 c1 1d 72 d4 04", code -> code.emitImmediate(VPSRLD, 12, 12, 4));
        // vpsllw $4, %ymm6, %ymm6
        check("c4 e1 4d 71 f6 04", code -> code.emitImmediate(VPSLLW, 6, 6, 4));
        // vpsubw %ymm10, %ymm15, %ymm10
        check("c4 41 05 f9 d2", code -> code.emit(VPSUBW, 10, 15, 10));
        // vpsubd %ymm13, %ymm15, %ymm14
        check("c4 41 05 fa f5", code -> code.emit(VPSUBD, 14, 15, 13));
        // vpmaxsd %ymm5, %ymm4, %ymm4
        check("c4 e2 5d 3d e5", code -> code.emit(VPMAXSD, 4, 4, 5));
        // vpcmpgtd %ymm10, %ymm14, %ymm15
        check("c4 41 0d 66 fa", code -> code.emit(VPCMPGTD, 15, 14, 10));
        // vpslld $20, %ymm6, %ymm6
        check("c4 e1 4d 72 f6 14", code -> code.emitImmediate(VPSLLD, 6, 6, 20));
    }

    @Test
    void computesInFloatingPoint() {
        // vcvtdq2ps %ymm7, %ymm7
        check("c4 e1 7c 5b ff", code -> code.emit(VCVTDQ2PS, 7, 0, 7));
        // vmulps %ymm13, %ymm7, %ymm7
        check("c4 c1 44 59 fd", code -> code.emit(VMULPS, 7, 7, 13));
        // vfmadd231ps %ymm12, %ymm7, %ymm1
        check("c4 c2 45 b8 cc", code -> code.emit(VFMADD231PS, 1, 7, 12));
        // vfnmadd231ps %ymm8, %ymm4, %ymm0
        check("c4 c2 5d bc c0", code -> code.emit(VFNMADD231PS, 0, 4, 8));
        // vsubps %ymm12, %ymm3, %ymm3
        check("c4 c1 64 5c dc", code -> code.emit(VSUBPS, 3, 3, 12));
        // vmaxps %ymm3, %ymm14, %ymm3
        check("c4 e1 0c 5f db", code -> code.emit(VMAXPS, 3, 14, 3));
        // vdivps %ymm8, %ymm9, %ymm9
        check("c4 41 34 5e c8", code -> code.emit(VDIVPS, 9, 9, 8));
        // vaddps 32(%rdx), %ymm10, %ymm10
        check("c4 61 2c 58 52 20", code -> code.emit(VADDPS, 10, 10, RDX, 32));
    }

    @Test
    void rearranges() {
        // vpackusdw %ymm12, %ymm11, %ymm11
        check("c4 42 25 2b dc", code -> code.emit(VPACKUSDW, 11, 11, 12));
        // vpackuswb %ymm13, %ymm11, %ymm11
        check("c4 41 25 67 dd", code -> code.emit(VPACKUSWB, 11, 11, 13));
        // vperm2f128 $1, %ymm4, %ymm4, %ymm5
        check("c4 e3 5d 06 ec 01", code -> code.emitImmediate(VPERM2F128, 5, 4, 4, 1));
        // vshufps $78, %ymm4, %ymm4, %ymm5
        check("c4 e1 5c c6 ec 4e", code -> code.emitImmediate(VSHUFPS, 5, 4, 4, 78));
        // vbroadcastf128 16(%rdi), %ymm1
        check("c4 e2 7d 1a 4f 10", code -> code.emit(VBROADCASTF128, 1, 0, RDI, 16));
        // vinsertf128 $1, 80(%rdi), %ymm1, %ymm1
        check("c4 e3 75 18 4f 50 01", code -> code.emitImmediate(VINSERTF128, 1, 1, RDI, 80, 1));
    }

    @Test
    void loadsAndStores() {
        // vmovdqu 32(%rdi), %ymm12
        check("c4 61 7e 6f 67 20", code -> code.emit(VMOVDQU, 12, 0, RDI, 32));
        // vmovups %ymm8, -32(%r9)
        check("c4 41 7c 11 41 e0", code -> code.emit(VMOVUPS_STORE, 8, 0, R9, -32));
        // vmovups %ymm8, 128(%rdx)
        check("c4 61 7c 11 82 80 00 00 00", code -> code.emit(VMOVUPS_STORE, 8, 0, RDX, 128));
        // vmovss %xmm14, 4(%r10)
        check("c4 41 7a 11 72 04", code -> code.emit(VMOVSS_STORE, 14, 0, R10, 4));
        // vcvtph2ps 144(%rdi), %ymm12
        check("c4 62 7d 13 a7 90 00 00 00", code -> code.emit(VCVTPH2PS, 12, 0, RDI, 144));
        // vpmovzxbd 48(%rdi), %ymm12
        check("c4 62 7d 31 67 30", code -> code.emit(VPMOVZXBD, 12, 0, RDI, 48));
        // vpmovsxbd 8(%rdi), %ymm12
        check("c4 62 7d 21 67 08", code -> code.emit(VPMOVSXBD, 12, 0, RDI, 8));
        // vpbroadcastd 20(%rsi), %ymm13
        check("c4 62 7d 58 6e 14", code -> code.emit(VPBROADCASTD, 13, 0, RSI, 20));
        // vbroadcastss 196(%rsi), %ymm13
        check("c4 62 7d 18 ae c4 00 00 00", code -> code.emit(VBROADCASTSS, 13, 0, RSI, 196));
    }

    @Test
    void addsAnIndexToTheBase() {
        // vpand 64(%rdi,%r12), %ymm14, %ymm12
        check("c4 21 0d db 64 27 40", code -> code.emit(VPAND, 12, 14, RDI, R12, 64));
        // vmovdqu 1024(%rdi,%r14), %ymm13
        check("c4 21 7e 6f ac 37 00 04 00 00", code -> code.emit(VMOVDQU, 13, 0, RDI, R14, 1024));
        // vcvtph2ps 16(%rbx,%r13), %ymm15
        check("c4 22 7d 13 7c 2b 10", code -> code.emit(VCVTPH2PS, 15, 0, RBX, R13, 16));
        // {disp8} vmovdqu (%r11,%rax), %ymm1
        check("c4 c1 7e 6f 4c 03 00", code -> code.emit(VMOVDQU, 1, 0, R11, RAX, 0));
    }

    @Test
    void multipliesGeneralRegisters() {
        // imul $73728, %rcx, %r12
        check("4c 69 e1 00 20 01 00", code -> code.multiply(R12, RCX, 73728));
        // imul $73728, %r9, %rax
        check("49 69 c1 00 20 01 00", code -> code.multiply(RAX, R9, 73728));
    }

    @Test
    void takesHalvesApart() {
        // mov %rcx, %r9; shr $32, %r9; mov %ecx, %ecx
        check("49 89 c9 49 c1 e9 20 89 c9", code -> code.split(RCX, R9));
        // mov %r8, %r10; shr $32, %r10; mov %r8d, %r8d
        check("4d 89 c2 49 c1 ea 20 45 89 c0", code -> code.split(R8, R10));
    }

    @Test
    void prefetches() {
        // prefetcht1 64(%rdi)
        check("0f 18 57 40", code -> code.prefetch(RDI, 64));
        // prefetcht1 2304(%rdi)
        check("0f 18 97 00 09 00 00", code -> code.prefetch(RDI, 2304));
    }

    @Test
    void usesTheStack() {
        check(
                "56 41 51",
                code -> { // push %rsi; push %r9
                    code.push(RSI);
                    code.push(R9);
                });
        check(
                "41 5a 5a",
                code -> { // pop %r10; pop %rdx
                    code.pop(R10);
                    code.pop(RDX);
                });
    }

    @Test
    void readsAndWritesTheStack() {
        // mov 224(%rsp), %r8
        check("4c 8b 84 24 e0 00 00 00", code -> code.loadFromStack(R8, 224));
        // movups 144(%rsp), %xmm15
        check("44 0f 10 bc 24 90 00 00 00", code -> code.loadFromStack(15, 144));
        // movups %xmm6, 16(%rsp)
        check("0f 11 74 24 10", code -> code.storeToStack(16, 6));
        // vfmadd213ps 96(%rsp), %ymm12, %ymm3
        check("c4 e2 1d a8 5c 24 60", code -> code.emit(VFMADD213PS, 3, 12, RSP, 96));
        // vmovups %ymm13, 352(%rsp)
        check("c4 61 7c 11 ac 24 60 01 00 00", code -> code.emit(VMOVUPS_STORE, 13, 0, RSP, 352));
        // add $-168, %rsp
        check("48 81 c4 58 ff ff ff", code -> code.add(RSP, -168));
    }

    @Test
    void alignsTheStack() {
        // mov %rsp, %rax; and $-64, %rsp; push %rax
        check("48 89 e0 48 83 e4 c0 50", code -> code.alignStack(64));
        // pop %rsp
        check("5c", VexAssembler::leaveAlignedStack);
    }

    @Test
    void callsForward() {
        // call .+16; ret
        check("e8 0b 00 00 00 c3", code -> {
            code.call(16);
            code.returnPlainly();
        });
    }

    @Test
    void constantsStandBehindTheCodeOnceEach() {
        VexAssembler code = new VexAssembler();
        code.emitConstant(VMOVDQU, 14, 0, 0x0F0F0F0F);
        code.emitConstant(VPAND, 13, 13, 0x10101010);
        code.emitConstant(VPXOR, 12, 12, 0x0F0F0F0F);
        byte[] bytes = code.toByteArray();
        assertEquals(32 + 2 * 32, bytes.length, "three instructions of nine bytes, filled up, and two constants");
        // vmovdqu 0x17(%rip), %ymm14
        assertEquals("c4617e6f3517000000", HexFormat.of().formatHex(bytes, 0, 9));
        ByteBuffer memory = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int[] words = {0x0F0F0F0F, 0x10101010, 0x0F0F0F0F};
        for (int i = 0; i < words.length; i++) {
            int next = 9 * (i + 1);
            int at = next + memory.getInt(next - 4);
            for (int lane = 0; lane < 8; lane++) {
                assertEquals(words[i], memory.getInt(at + 4 * lane));
            }
        }
    }

    @Test
    void hasNoMoreThanSixteenRegisters() {
        VexAssembler code = new VexAssembler();
        assertThrows(IllegalArgumentException.class, () -> code.emit(VPADDD, 16, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> code.emit(VPADDD, 0, 16, 0));
        assertThrows(IllegalArgumentException.class, () -> code.emit(VPADDD, 0, 0, 16));
    }
}

package org.serai.device.cpu.x86;

import java.util.Locale;

/** The sets of instructions that kernels can be assembled for, the fastest first. */
public enum InstructionSet {
    /** 512-bit registers with masks for bytes, and products of bytes that are added to 32-bit numbers. */
    AVX512_VNNI("AVX-512 VNNI", Interleaving.ROWS_32),
    /** The same products on 256-bit registers. */
    AVX_VNNI("AVX-VNNI", Interleaving.ROWS_8),
    /** 256-bit registers, on which products of bytes take several instructions. */
    AVX2("AVX2", Interleaving.ROWS_8);

    private final String title;
    private final Interleaving interleaving;

    InstructionSet(String title, Interleaving interleaving) {
        this.title = title;
        this.interleaving = interleaving;
    }

    /** The name for people. */
    String title() {
        return title;
    }

    /** The name in settings and in names of files. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** How kernels want weights. */
    Interleaving interleaving() {
        return interleaving;
    }

    boolean isOfferedBy(CpuFeatures features) {
        return switch (this) {
            case AVX512_VNNI -> features.avx512Vnni();
            case AVX_VNNI -> features.avxVnni();
            case AVX2 -> features.avx2();
        };
    }

    /** For a new function. */
    Assembler assembler() {
        return switch (this) {
            case AVX512_VNNI -> new EvexAssembler();
            case AVX_VNNI, AVX2 -> new VexAssembler();
        };
    }

    /** The steps of a new product. */
    ProductSteps steps(BlockLayout layout) {
        return switch (this) {
            case AVX512_VNNI -> new Avx512VnniSteps(layout);
            case AVX_VNNI -> new AvxVnniSteps(layout);
            case AVX2 -> new Avx2Steps(layout);
        };
    }

    /** True where one instruction multiplies bytes and adds the products to 32-bit numbers. */
    boolean hasVnni() {
        return this != AVX2;
    }

    /** True where products begin with {@linkplain ActivationLayout#NEGATIVE_SUM sums of activations} in pairs. */
    boolean wantsPairs() {
        return !hasVnni();
    }

    /** Vector registers. */
    int registers() {
        return this == AVX512_VNNI ? 32 : 16;
    }
}

// Q5_K: as Q4_K, with 32 bytes of fifth bits before the low four: bit g of byte i belongs to element i of group g.
void decode_run(__global const uchar* row, int run, int count, float* target) {
    __global const uchar* block = row + run / 8 * 176;
    int group = run % 8;
    float scale = vload_half(0, (__global const half*) block) * six_bits(block + 4, group, 0);
    float offset = vload_half(1, (__global const half*) block) * six_bits(block + 4, group, 4);
    __global const uchar* fifths = block + 16;
    __global const uchar* codes = block + 48 + group / 2 * 32;
    int shift = group % 2 * 4;
    for (int i = 0; i < 32; i++) {
        target[i] = scale * ((codes[i] >> shift & 15) | (fifths[i] >> group & 1) << 4) - offset;
    }
}

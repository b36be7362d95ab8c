// Q4_K: d · s · q − dmin · m in eight groups of 32; F16 d, F16 dmin, 12 bytes with s and m, then four bits of each q: groups
// 2j and 2j + 1 in the halves of 32 bytes.
void decode_run(__global const uchar* row, int run, int count, float* target) {
    __global const uchar* block = row + run / 8 * 144;
    int group = run % 8;
    float scale = vload_half(0, (__global const half*) block) * six_bits(block + 4, group, 0);
    float offset = vload_half(1, (__global const half*) block) * six_bits(block + 4, group, 4);
    __global const uchar* codes = block + 16 + group / 2 * 32;
    int shift = group % 2 * 4;
    for (int i = 0; i < 32; i++) {
        target[i] = scale * (codes[i] >> shift & 15) - offset;
    }
}

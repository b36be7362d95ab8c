// Q5_1: d · q + m; F16 d, F16 m, 32 fifth bits, then 16 bytes with the low bits of elements i and i + 16.
void decode_run(__global const uchar* row, int run, int count, float* target) {
    __global const uchar* block = row + run * 24;
    float d = vload_half(0, (__global const half*) block);
    float m = vload_half(1, (__global const half*) block);
    uint fifths = block[4] | block[5] << 8 | block[6] << 16 | (uint) block[7] << 24;
    for (int i = 0; i < 16; i++) {
        int pair = block[8 + i];
        target[i] = d * ((pair & 15) | (fifths >> i & 1) << 4) + m;
        target[i + 16] = d * ((pair >> 4) | (fifths >> (i + 16) & 1) << 4) + m;
    }
}

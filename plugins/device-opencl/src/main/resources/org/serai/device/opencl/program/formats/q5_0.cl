// Q5_0: d · (q − 16); F16 d, 32 fifth bits, then 16 bytes with the low bits of elements i and i + 16.
void decode_run(__global const uchar* row, int run, int count, float* target) {
    __global const uchar* block = row + run * 22;
    float d = vload_half(0, (__global const half*) block);
    uint fifths = block[2] | block[3] << 8 | block[4] << 16 | (uint) block[5] << 24;
    for (int i = 0; i < 16; i++) {
        int pair = block[6 + i];
        target[i] = d * ((int) ((pair & 15) | (fifths >> i & 1) << 4) - 16);
        target[i + 16] = d * ((int) ((pair >> 4) | (fifths >> (i + 16) & 1) << 4) - 16);
    }
}

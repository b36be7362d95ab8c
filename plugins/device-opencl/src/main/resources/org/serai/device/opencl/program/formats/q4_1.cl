// Q4_1: d · q + m; F16 d, F16 m, then 16 bytes with q of elements i and i + 16.
void decode_run(__global const uchar* row, int run, int count, float* target) {
    __global const uchar* block = row + run * 20;
    float d = vload_half(0, (__global const half*) block);
    float m = vload_half(1, (__global const half*) block);
    for (int i = 0; i < 16; i++) {
        int pair = block[4 + i];
        target[i] = d * (pair & 15) + m;
        target[i + 16] = d * (pair >> 4) + m;
    }
}

// Q6_K: d · s · (q − 32) in sixteen groups of 16; 128 bytes with the low four bits of q, 64 bytes with the high two, 16
// signed bytes s, F16 d. Each half of the block stands for 128 elements: byte i of 32 holds parts of elements i, i + 32,
// i + 64 and i + 96.
void decode_run(__global const uchar* row, int run, int count, float* target) {
    __global const uchar* block = row + run / 8 * 210;
    int part = run % 8 / 4;
    int quarter = run % 4;
    __global const uchar* low = block + part * 64 + quarter % 2 * 32;
    __global const uchar* high = block + 128 + part * 32;
    __global const char* scales = (__global const char*) block + 192 + run % 8 * 2;
    float d = vload_half(0, (__global const half*) (block + 208));
    for (int i = 0; i < 32; i++) {
        int code = (low[i] >> quarter / 2 * 4 & 15) | (high[i] >> quarter * 2 & 3) << 4;
        target[i] = d * scales[i / 16] * (code - 32);
    }
}

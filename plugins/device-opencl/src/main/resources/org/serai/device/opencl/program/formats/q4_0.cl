// Q4_0: d · (q − 8); F16 d, then 16 bytes with q of elements i and i + 16.
void decode_run(__global const uchar* row, int run, int count, float* target) {
    __global const uchar* block = row + run * 18;
    float d = vload_half(0, (__global const half*) block);
    for (int i = 0; i < 16; i++) {
        int pair = block[2 + i];
        target[i] = d * ((pair & 15) - 8);
        target[i + 16] = d * ((pair >> 4) - 8);
    }
}

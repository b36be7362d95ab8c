// Q8_0: d · q; F16 d, then 32 signed bytes.
void decode_run(__global const uchar* row, int run, int count, float* target) {
    __global const uchar* block = row + run * 34;
    float d = vload_half(0, (__global const half*) block);
    __global const char* codes = (__global const char*) block + 2;
    for (int i = 0; i < 32; i++) {
        target[i] = d * codes[i];
    }
}

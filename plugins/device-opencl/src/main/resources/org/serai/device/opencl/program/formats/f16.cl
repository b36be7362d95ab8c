// F16.
void decode_run(__global const uchar* row, int run, int count, float* target) {
    for (int i = 0; i < count; i++) {
        target[i] = vload_half(run * 32 + i, (__global const half*) row);
    }
}

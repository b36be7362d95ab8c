// F32: numbers as they are.
void decode_run(__global const uchar* row, int run, int count, float* target) {
    __global const float* from = (__global const float*) row + run * 32;
    for (int i = 0; i < count; i++) {
        target[i] = from[i];
    }
}

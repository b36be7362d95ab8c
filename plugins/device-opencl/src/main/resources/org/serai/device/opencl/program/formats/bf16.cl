// BF16: the upper half of an F32.
void decode_run(__global const uchar* row, int run, int count, float* target) {
    __global const ushort* from = (__global const ushort*) row + run * 32;
    for (int i = 0; i < count; i++) {
        target[i] = as_float((uint) from[i] << 16);
    }
}

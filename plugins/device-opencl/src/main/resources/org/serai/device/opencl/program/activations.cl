// The operations on activations alone.

// out[r][c] = gain[c] · x[r][c] / √(mean(x[r]²) + epsilon): a work-group for each row. out may be x.
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void rms_norm(__global float* out, __global const float* x, int columns, __global const float* gain, float epsilon) {
    __local float parts[GROUP];
    size_t at = (size_t) get_group_id(0) * columns;
    float squares = 0;
    for (int c = get_local_id(0); c < columns; c += GROUP) {
        squares = fma(x[at + c], x[at + c], squares);
    }
    float factor = 1 / sqrt(group_sum(squares, parts) / columns + epsilon);
    for (int c = get_local_id(0); c < columns; c += GROUP) {
        out[at + c] = gain[c] * (x[at + c] * factor);
    }
}

#define SILU 0

// out[i] = activation(out[i]) · up[i]. GELU's x/2 · (1 + tanh(z)) is written as x / (1 + exp(-2z)), which is the same and
// keeps its precision where the tangent comes near to -1.
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void gate(__global float* out, __global const float* up, ulong count, int activation) {
    size_t i = get_global_id(0);
    if (i >= count) {
        return;
    }
    float x = out[i];
    float exponent = activation == SILU ? x : 1.5957691216057308f * fma(0.044715f * x * x, x, x);
    out[i] = x / (1 + exp(-exponent)) * up[i];
}

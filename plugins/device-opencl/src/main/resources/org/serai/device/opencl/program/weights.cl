// The operations on weights. They know a format by one function, which a file of the folder "formats" defines:
//   void decode_run(__global const uchar* row, int run, int count, float* target)
// gives the elements run * RUN … of a row; a row of a format with blocks has whole runs, and of a plain format the last run
// may have fewer elements, which count says.

#define RUN 32

#define ADD_BIAS 1
#define ACCUMULATE 2

// out[r] = table[tokens[r]]: a work-item for each run of columns, a row of groups for each r.
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void embed(__global const uchar* table, ulong row_bytes, int columns, __global const int* tokens,
           __global float* out) {
    int run = get_global_id(0);
    int r = get_group_id(1);
    int count = min(RUN, columns - run * RUN);
    if (count <= 0) {
        return;
    }
    float numbers[RUN];
    decode_run(table + tokens[r] * row_bytes, run, count, numbers);
    __global float* target = out + (size_t) r * columns + run * RUN;
    for (int i = 0; i < count; i++) {
        target[i] = numbers[i];
    }
}

void store(float sum, int output, size_t at, __global const float* bias, __global float* out, int flags) {
    if (flags & ADD_BIAS) {
        sum += bias[output];
    }
    out[at] = flags & ACCUMULATE ? out[at] + sum : sum;
}

// For few rows of x, bound by how fast weights are read: LANES work-items share an output, that is a row of weights, and
// each block of weights is decoded once for up to ROWS rows of x.
#define LANES 16
#define OUTPUTS (GROUP / LANES)
#define ROWS 8

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void multiply_few(__global const uchar* weights, ulong row_bytes, int outputs, int columns, __global const float* x,
                  int rows, __global const float* bias, __global float* out, int flags) {
    __local float parts[ROWS][GROUP];
    int item = get_local_id(0);
    int lane = item % LANES;
    int output = get_group_id(0) * OUTPUTS + item / LANES;
    int first = get_group_id(1) * ROWS;
    int count = min(ROWS, rows - first);

    float sums[ROWS];
    for (int r = 0; r < ROWS; r++) {
        sums[r] = 0;
    }
    if (output < outputs) {
        __global const uchar* row = weights + output * row_bytes;
        for (int run = lane; run * RUN < columns; run += LANES) {
            float numbers[RUN];
            int elements = min(RUN, columns - run * RUN);
            decode_run(row, run, elements, numbers);
            for (int r = 0; r < ROWS; r++) {
                if (r < count) {
                    __global const float* from = x + (size_t) (first + r) * columns + run * RUN;
                    float sum = sums[r];
                    for (int i = 0; i < elements; i++) {
                        sum = fma(numbers[i], from[i], sum);
                    }
                    sums[r] = sum;
                }
            }
        }
    }
    for (int r = 0; r < ROWS; r++) {
        parts[r][item] = sums[r];
    }
    barrier(CLK_LOCAL_MEM_FENCE);

    int r = item / OUTPUTS;
    int group_output = item % OUTPUTS;
    output = get_group_id(0) * OUTPUTS + group_output;
    if (r < count && output < outputs) {
        float sum = 0;
        for (int l = 0; l < LANES; l++) {
            sum += parts[r][group_output * LANES + l];
        }
        store(sum, output, (size_t) (first + r) * outputs + output, bias, out, flags);
    }
}

// For many rows of x, bound by arithmetic: a work-group makes a tile of TILE outputs × TILE rows. Run by run it brings the
// tile's weights, decoded, and its part of x into local memory, where each work-item uses them for SIDE × SIDE sums.
#define TILE 32
#define SIDE 4
#define ACROSS (TILE / SIDE)

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void multiply_many(__global const uchar* weights, ulong row_bytes, int outputs, int columns, __global const float* x,
                   int rows, __global const float* bias, __global float* out, int flags) {
    // One column more than needed puts the rows of a tile into different banks.
    __local float w[TILE][RUN + 1];
    __local float a[TILE][RUN + 1];
    int item = get_local_id(0);
    int across = item % ACROSS;
    int down = item / ACROSS;
    int first_output = get_group_id(0) * TILE;
    int first_row = get_group_id(1) * TILE;

    float sums[SIDE][SIDE];
    for (int i = 0; i < SIDE; i++) {
        for (int j = 0; j < SIDE; j++) {
            sums[i][j] = 0;
        }
    }
    for (int run = 0; run * RUN < columns; run++) {
        int elements = min(RUN, columns - run * RUN);
        if (item < TILE) {
            if (first_output + item < outputs) {
                float numbers[RUN];
                decode_run(weights + (first_output + item) * row_bytes, run, elements, numbers);
                for (int k = 0; k < elements; k++) {
                    w[item][k] = numbers[k];
                }
            }
        } else if (first_row + item - TILE < rows) {
            __global const float* from = x + (size_t) (first_row + item - TILE) * columns + run * RUN;
            for (int k = 0; k < elements; k++) {
                a[item - TILE][k] = from[k];
            }
        }
        barrier(CLK_LOCAL_MEM_FENCE);
        // Rows and outputs beyond the ends are computed of whatever stands there, and not stored.
        for (int k = 0; k < elements; k++) {
            for (int i = 0; i < SIDE; i++) {
                for (int j = 0; j < SIDE; j++) {
                    sums[i][j] = fma(w[across + i * ACROSS][k], a[down + j * ACROSS][k], sums[i][j]);
                }
            }
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    for (int i = 0; i < SIDE; i++) {
        for (int j = 0; j < SIDE; j++) {
            int output = first_output + across + i * ACROSS;
            int row = first_row + down + j * ACROSS;
            if (output < outputs && row < rows) {
                store(sums[i][j], output, (size_t) row * outputs + output, bias, out, flags);
            }
        }
    }
}

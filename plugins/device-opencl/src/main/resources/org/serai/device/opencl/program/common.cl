// OpenCL C 1.2, no extensions: half numbers are only loaded and stored, never computed with.
// Every multiply-add that is to be fused is written as fma, so that a row's result is the same in every kernel and on
// every run, whatever a compiler would make of a * b + c.
#pragma OPENCL FP_CONTRACT OFF

// Work-items of a group, in every kernel.
#define GROUP 64

// The sum of all work-items' numbers, for all of them. Numbers are added in the same order every time.
float group_sum(float number, __local float* numbers) {
    int item = get_local_id(0);
    numbers[item] = number;
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int half_size = GROUP / 2; half_size > 0; half_size /= 2) {
        if (item < half_size) {
            numbers[item] += numbers[item + half_size];
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    float sum = numbers[0];
    barrier(CLK_LOCAL_MEM_FENCE);
    return sum;
}

float group_max(float number, __local float* numbers) {
    int item = get_local_id(0);
    numbers[item] = number;
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int half_size = GROUP / 2; half_size > 0; half_size /= 2) {
        if (item < half_size) {
            numbers[item] = fmax(numbers[item], numbers[item + half_size]);
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    float most = numbers[0];
    barrier(CLK_LOCAL_MEM_FENCE);
    return most;
}

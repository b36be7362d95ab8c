// Positions, the KV cache and attention. The cache stands as [page][head][token][column], a buffer for keys and one for
// values of each layer; its numbers are half or float, which KV_HALF says.
//
// A batch is described by an array of integers: its rows' positions, for each row where its sequence's page table begins,
// and the page tables.

#ifdef KV_HALF
#define KV half
#define LOAD(cache, at) vload_half(at, cache)
#define STORE(cache, at, number) vstore_half_rte(number, at, cache)
#else
#define KV float
#define LOAD(cache, at) ((cache)[at])
#define STORE(cache, at, number) ((cache)[at] = (number))
#endif

// Where the first number of a token's key or value is.
size_t place(__global const int* batch, int rows, int row, int token, int heads, int head, int page_tokens,
             int columns) {
    int page = batch[batch[rows + row] + token / page_tokens];
    return (((size_t) page * heads + head) * page_tokens + token % page_tokens) * columns;
}

// Pair i of the two numbers that are turned together.
int first_of(int pair, int pairs, int interleaved) {
    return interleaved ? 2 * pair : pair;
}

int second_of(int pair, int pairs, int interleaved) {
    return interleaved ? 2 * pair + 1 : pair + pairs;
}

// Turns queries in place, and turns keys and stores them and values. A row of groups for each row of the batch; in it
// come the query heads, the key heads and the value heads. angles has cosine and sine of each pair of each row.
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void rope_and_store(__global float* q, __global const float* k, __global const float* v, __global const int* batch,
                    int rows, __global const float2* angles, int pairs, int interleaved, __global KV* keys,
                    __global KV* values, int query_heads, int heads, int key_columns, int value_columns,
                    int page_tokens) {
    int row = get_group_id(1);
    int head = get_group_id(0);
    int item = get_local_id(0);
    int token = batch[row];
    __global const float2* turns = angles + (size_t) row * pairs;
    if (head < query_heads) {
        __global float* from = q + ((size_t) row * query_heads + head) * key_columns;
        for (int i = item; i < pairs; i += GROUP) {
            int first = first_of(i, pairs, interleaved);
            int second = second_of(i, pairs, interleaved);
            float x = from[first];
            float y = from[second];
            from[first] = x * turns[i].x - y * turns[i].y;
            from[second] = x * turns[i].y + y * turns[i].x;
        }
    } else if (head < query_heads + heads) {
        head -= query_heads;
        __global const float* from = k + ((size_t) row * heads + head) * key_columns;
        __global KV* to = keys + place(batch, rows, row, token, heads, head, page_tokens, key_columns);
        for (int i = item; i < pairs; i += GROUP) {
            int first = first_of(i, pairs, interleaved);
            int second = second_of(i, pairs, interleaved);
            float x = from[first];
            float y = from[second];
            STORE(to, first, x * turns[i].x - y * turns[i].y);
            STORE(to, second, x * turns[i].y + y * turns[i].x);
        }
        for (int c = 2 * pairs + item; c < key_columns; c += GROUP) {
            STORE(to, c, from[c]);
        }
    } else {
        head -= query_heads + heads;
        __global const float* from = v + ((size_t) row * heads + head) * value_columns;
        __global KV* to = values + place(batch, rows, row, token, heads, head, page_tokens, value_columns);
        for (int c = item; c < value_columns; c += GROUP) {
            STORE(to, c, from[c]);
        }
    }
}

// The most columns of a value: each work-item keeps the sums of every GROUP-th one.
#define VALUE_PARTS 8

// Causal attention, with the softmax kept up to date block by block of keys (Milakov and Gimelshein, 2018,
// arXiv:1805.02867): a work-group for each query head of each row. Each work-item scores a key of the block, and then
// takes its columns of all the block's values.
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void attention(__global float* out, __global const float* q, __global const int* batch, int rows,
               __global const KV* keys, __global const KV* values, int query_heads, int heads, int key_columns,
               int value_columns, int page_tokens, float scale, __local float* query) {
    __local float parts[GROUP];
    __local float weights[GROUP];
    __local ulong places[GROUP];
    int row = get_group_id(1);
    int query_head = get_group_id(0);
    int head = query_head / (query_heads / heads);
    int item = get_local_id(0);
    int tokens = batch[row] + 1;

    __global const float* from = q + ((size_t) row * query_heads + query_head) * key_columns;
    for (int c = item; c < key_columns; c += GROUP) {
        query[c] = from[c] * scale;
    }
    barrier(CLK_LOCAL_MEM_FENCE);

    float most = -INFINITY;
    float total = 0;
    float sums[VALUE_PARTS];
    for (int part = 0; part < VALUE_PARTS; part++) {
        sums[part] = 0;
    }
    for (int start = 0; start < tokens; start += GROUP) {
        int token = start + item;
        float score = -INFINITY;
        if (token < tokens) {
            size_t at = place(batch, rows, row, token, heads, head, page_tokens, key_columns);
            score = 0;
            for (int c = 0; c < key_columns; c++) {
                score = fma(query[c], LOAD(keys, at + c), score);
            }
            places[item] = place(batch, rows, row, token, heads, head, page_tokens, value_columns);
        }
        float new_most = fmax(most, group_max(score, parts));
        float weight = token < tokens ? exp(score - new_most) : 0;
        weights[item] = weight;
        float correction = exp(most - new_most);
        total = fma(total, correction, group_sum(weight, parts));
        most = new_most;
        int count = min(GROUP, tokens - start);
        for (int part = 0; part < VALUE_PARTS; part++) {
            int c = part * GROUP + item;
            if (c < value_columns) {
                float sum = sums[part] * correction;
                for (int t = 0; t < count; t++) {
                    sum = fma(weights[t], LOAD(values, places[t] + c), sum);
                }
                sums[part] = sum;
            }
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    __global float* to = out + ((size_t) row * query_heads + query_head) * value_columns;
    for (int part = 0; part < VALUE_PARTS; part++) {
        int c = part * GROUP + item;
        if (c < value_columns) {
            to[c] = sums[part] / total;
        }
    }
}

// The scale (first = 0) or minimum (first = 4) of a group of a Q4_K or Q5_K block, six bits each in 12 bytes. Groups 0 to 3
// have bytes of their own; the others have their low bits in the last four bytes and their high bits on top of the first
// eight.
int six_bits(__global const uchar* scales, int group, int first) {
    if (group < 4) {
        return scales[first + group] & 63;
    }
    return (scales[4 + group] >> first & 15) | (scales[first + group - 4] >> 6) << 4;
}

/**
 * A block of 128 random bits is for two indices that lie this far apart: the block of `index` is `(index >> 5) * 16 + (index & 15)`, and
 * its half the first where `index & 16` is 0. So the two halves of a vector of blocks are two vectors of neighbouring numbers.
 */
export const NEIGHBOURS = 16;

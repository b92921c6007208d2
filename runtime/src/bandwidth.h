// What the machine's memory can do, beside which the report shows what loops did.
#ifndef WEFT_BANDWIDTH_H
#define WEFT_BANDWIDTH_H

namespace weft {

// Bytes per second of the STREAM triad a[i] = b[i] + s * c[i] on all threads, by McCalpin's count: 24 for each element of 8. Takes some
// 20 milliseconds; 0 where there is no memory for the arrays.
double measure_bandwidth();

}  // namespace weft
#endif

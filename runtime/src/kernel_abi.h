// The contract between generated code and the native runtime. compiler/backend/abi.ts mirrors it; a test
// compares the two. Generated code knows nothing else of the runtime, and the runtime nothing of the IR.
//
// A kernel is one function:  int32_t kernel(weft_context*, const int64_t* arguments, int64_t* results)
// It returns WEFT_OK, or another weft_status after the reason was recorded in the context.
//
// Slots. Arguments and results are arrays of 8-byte slots:
//   bool, intN, uintN     one slot, sign- or zero-extended to 64 bits
//   float32, float64      one slot, a float64 (a float32 value is exactly representable)
//   complex64, complex128 two slots, float64 each: real, imaginary
//   array argument        data pointer, shape[ndim], strides[ndim]          (strides count elements, not bytes)
//   array result          data pointer, owner, shape[ndim], strides[ndim]
// `owner` is what weft_alloc returned (the caller takes over one reference), or 0 where the memory belongs to an argument.
// A data pointer points at element [0, 0, …]. bool is one byte, 0 or 1; complex is interleaved.
#ifndef WEFT_KERNEL_ABI_H
#define WEFT_KERNEL_ABI_H
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum weft_status { WEFT_OK = 0, WEFT_FAILED = 1, WEFT_INTERRUPTED = 2, WEFT_OUT_OF_MEMORY = 3 };

// Generated code reads `stop` (relaxed) at loop back-edges and chunk boundaries; not zero means: return
// WEFT_INTERRUPTED at once. It is the only field that generated code touches.
typedef struct weft_context {
  int32_t stop;
} weft_context;

// 64-byte aligned memory for `bytes` bytes (0 is fine), reference count 1; zeroed when `zeroed` is not 0. NULL when it can't
// be had, where the context then holds the request, or when the call is to stop; the kernel returns WEFT_OUT_OF_MEMORY.
void* weft_alloc(weft_context* context, int64_t bytes, int32_t zeroed);
// `owner` is what weft_alloc returned, or NULL (nothing happens). Safe from any thread. What a kernel that
// fails or is interrupted still holds is freed with its context.
void weft_retain(void* owner);
void weft_release(weft_context* context, void* owner);

// One chunk of a parallel loop: iterations [begin, end). `block` is the number of the reduction block, and `partial` its
// memory; both 0 in loops without reductions. Returns a weft_status.
typedef int32_t (*weft_body)(weft_context* context, const void* environment, int64_t begin, int64_t end,
                             int64_t block, char* partial);

// Runs body over [0, n), on all threads where that pays. `cost` estimates one iteration in units of about
// one nanosecond. Called from within a parallel loop it runs serially. Returns the status of the loop.
int32_t weft_parallel_for(weft_context* context, weft_body body, const void* environment, int64_t n, int64_t cost,
                          int32_t loop);
// The number of reduction blocks for n iterations: a function of n, cost and the size of a partial, never of threads. At
// least 1. Block b covers [b * n / blocks, (b + 1) * n / blocks), computed without overflow.
int64_t weft_reduction_blocks(int64_t n, int64_t cost, int64_t partial_bytes);
// As weft_parallel_for, by whole blocks; the body of block b gets partials + b * partial_bytes, which it initialises itself.
int32_t weft_parallel_reduce(weft_context* context, weft_body body, const void* environment, int64_t n,
                             int64_t blocks, char* partials, int64_t partial_bytes, int32_t loop);

// Whether `loop`, whose results take `bytes` bytes, had better write them past the processor's caches: 1 or 0. The function of its
// iterations is told by a `call void @weft.past_caches(i32)` in it, which the compiler takes out (past_caches.h).
int32_t weft_exceeds_caches(weft_context* context, int64_t bytes, int32_t loop);

// Around the call of a library function that the report lists as `loop`: what weft_begin_call returns goes to weft_end_call.
int64_t weft_begin_call(weft_context* context);
void weft_end_call(weft_context* context, int32_t loop, int64_t begin);

// Records the failure of error site `site` with up to four values for its message. `order` is the number of
// the iteration of the outermost parallel loop (0 outside one): of several failures the lowest order is kept.
void weft_fail(weft_context* context, int32_t site, int64_t order, int64_t a, int64_t b, int64_t c, int64_t d);
// One line of console.log: `count` slots whose meaning print site `site` knows. An array stands as pointer to a
// snapshot made by weft_snapshot, then shape and strides.
void weft_print(weft_context* context, int32_t site, const int64_t* slots, int64_t count);
// A row-major copy of an array, freed with the context.
void* weft_snapshot(weft_context* context, const void* data, int64_t item_bytes, int64_t ndim, const int64_t* shape,
                    const int64_t* strides);

#ifdef __cplusplus
}
#endif
#endif

// Kernels in LLVM IR, written by hand against runtime/src/kernel_abi.h. The environment of a parallel loop is the block
// of argument slots itself: slot 0 is the number of iterations, slot 1 the cost of one, the rest is up to the body.

const declarations = `
declare ptr @weft_alloc(ptr, i64, i32)
declare void @weft_release(ptr, ptr)
declare i32 @weft_parallel_for(ptr, ptr, ptr, i64, i64, i32)
declare i64 @weft_reduction_blocks(i64, i64, i64)
declare i32 @weft_parallel_reduce(ptr, ptr, ptr, i64, i64, ptr, i64, i32)
declare void @weft_fail(ptr, i32, i64, i64, i64, i64, i64)
declare void @weft_print(ptr, i32, ptr, i64)
declare ptr @weft_snapshot(ptr, ptr, i64, i64, ptr, ptr)
`;

/** A function with the signature of a kernel that runs `entry` (basic blocks that return a status). */
export function kernel(name: string, entry: string): string {
  return `define i32 @${name}(ptr %context, ptr %arguments, ptr %results) {\nentry:\n${entry}\n}\n`;
}

/** A loop body: `setup` runs once per chunk, then `iteration` (which may use %i and ends in %next) for each. */
export function body(name: string, setup: string, iteration: string, extraBlocks = ""): string {
  return `
define internal i32 @${name}(ptr %context, ptr %environment, i64 %begin, i64 %end, i64 %block, ptr %partial) {
entry:
${setup}
  br label %loop
loop:
  %i = phi i64 [ %begin, %entry ], [ %i.next, %next ]
${iteration}
next:
  %i.next = add nsw i64 %i, 1
  %more = icmp slt i64 %i.next, %end
  br i1 %more, label %loop, label %done
done:
  ret i32 0
${extraBlocks}
}
`;
}

/** Loads argument slot `slot` of `type` as %name; from is %environment or %arguments. */
export function loadSlot(
  name: string,
  type: "i64" | "ptr",
  slot: number,
  from: "environment" | "arguments",
): string {
  return `  %${name}.at = getelementptr i64, ptr %${from}, i64 ${slot}\n  %${name} = load ${type}, ptr %${name}.at`;
}

/** A kernel that runs `bodyName` over slot 0's iterations as loop `loop`. */
export function parallelFor(name: string, bodyName: string, loop = 0): string {
  return kernel(
    name,
    `${loadSlot("n", "i64", 0, "arguments")}
${loadSlot("cost", "i64", 1, "arguments")}
  %status = call i32 @weft_parallel_for(ptr %context, ptr @${bodyName}, ptr %arguments, i64 %n, i64 %cost, i32 ${loop})
  ret i32 %status`,
  );
}

export function moduleOf(...parts: readonly string[]): string {
  return declarations + parts.join("\n");
}

/** Slot 2 to slot 3, both float64 arrays: out[i] = in[i] * in[i]. */
export const square = moduleOf(
  body(
    "square_body",
    `${loadSlot("in", "ptr", 2, "environment")}\n${loadSlot("out", "ptr", 3, "environment")}`,
    `  %from = getelementptr double, ptr %in, i64 %i
  %x = load double, ptr %from
  %y = fmul double %x, %x
  %to = getelementptr double, ptr %out, i64 %i
  store double %y, ptr %to
  br label %next`,
  ),
  parallelFor("square", "square_body", 3),
);

/** Fails at site 7 with values i, 11, 12, 13 where the float64 array of slot 2 is negative; allocates before each chunk. */
export const failing = moduleOf(
  body(
    "failing_body",
    `${loadSlot("in", "ptr", 2, "environment")}
  %unused = call ptr @weft_alloc(ptr %context, i64 1000, i32 0)`,
    `  %from = getelementptr double, ptr %in, i64 %i
  %x = load double, ptr %from
  %negative = fcmp olt double %x, 0.0
  br i1 %negative, label %fail, label %next`,
    `fail:
  call void @weft_fail(ptr %context, i32 7, i64 %i, i64 %i, i64 11, i64 12, i64 13)
  ret i32 1`,
  ),
  parallelFor("failing", "failing_body"),
);

/** Never ends by itself. Holds a buffer of 1 MiB for each chunk. */
export const endless = moduleOf(
  body(
    "endless_body",
    "  %held = call ptr @weft_alloc(ptr %context, i64 1048576, i32 1)",
    `  br label %wait
wait:
  %stop = load atomic i32, ptr %context monotonic, align 4
  %stopped = icmp ne i32 %stop, 0
  br i1 %stopped, label %interrupted, label %wait
interrupted:
  ret i32 2
unreached:
  br label %next`,
  ),
  parallelFor("endless", "endless_body"),
);

/** The sum of the float64 array of slot 2 to result slot 0, by blocks. */
export const sum = moduleOf(
  body(
    "sum_body",
    `${loadSlot("in", "ptr", 2, "environment")}\n  store double 0.0, ptr %partial`,
    `  %from = getelementptr double, ptr %in, i64 %i
  %x = load double, ptr %from
  %before = load double, ptr %partial
  %after = fadd double %before, %x
  store double %after, ptr %partial
  br label %next`,
  ),
  kernel(
    "sum",
    `${loadSlot("n", "i64", 0, "arguments")}
${loadSlot("cost", "i64", 1, "arguments")}
${loadSlot("bytes", "i64", 3, "arguments")}
  %blocks = call i64 @weft_reduction_blocks(i64 %n, i64 %cost, i64 %bytes)
  %partials = alloca double, i64 %blocks
  %status = call i32 @weft_parallel_reduce(ptr %context, ptr @sum_body, ptr %arguments, i64 %n, i64 %blocks, ptr %partials, i64 8, i32 5)
  br label %combine
combine:
  %b = phi i64 [ 0, %entry ], [ %b.next, %combine ]
  %total = phi double [ 0.0, %entry ], [ %total.next, %combine ]
  %part.at = getelementptr double, ptr %partials, i64 %b
  %part = load double, ptr %part.at
  %total.next = fadd double %total, %part
  %b.next = add i64 %b, 1
  %more = icmp slt i64 %b.next, %blocks
  br i1 %more, label %combine, label %end
end:
  store double %total.next, ptr %results
  %blocks.to = getelementptr i64, ptr %results, i64 1
  store i64 %blocks, ptr %blocks.to
  ret i32 %status`,
  ),
);

/** A buffer of slot 0 bytes, zeroed where slot 1 is not 0: result slots 0 and 1 are its data and owner. */
export const allocate = moduleOf(
  kernel(
    "allocate",
    `${loadSlot("bytes", "i64", 0, "arguments")}
${loadSlot("zeroed", "i64", 1, "arguments")}
  %zero = trunc i64 %zeroed to i32
  %data = call ptr @weft_alloc(ptr %context, i64 %bytes, i32 %zero)
  store ptr %data, ptr %results
  %owner = getelementptr ptr, ptr %results, i64 1
  store ptr %data, ptr %owner
  %refused = icmp eq ptr %data, null
  %status = select i1 %refused, i32 3, i32 0
  ret i32 %status`,
  ),
);

/** A parallel loop of 64 iterations in each iteration: adds 1 to each of the int64 elements i * 64 … of slot 2's array. */
export const nested = moduleOf(
  body(
    "inner_body",
    "",
    `  %at = getelementptr i64, ptr %environment, i64 %i
  %old = load i64, ptr %at
  %new = add i64 %old, 1
  store i64 %new, ptr %at
  br label %next`,
  ),
  body(
    "outer_body",
    loadSlot("array", "ptr", 2, "environment"),
    `  %first = mul i64 %i, 64
  %row = getelementptr i64, ptr %array, i64 %first
  %inner = call i32 @weft_parallel_for(ptr %context, ptr @inner_body, ptr %row, i64 64, i64 100000, i32 1)
  %ok = icmp eq i32 %inner, 0
  br i1 %ok, label %next, label %failed`,
    "failed:\n  ret i32 %inner",
  ),
  parallelFor("nested", "outer_body"),
);

/** Prints site 4 with slot %i, then snapshots slot 2's float64 array of shape [2, 3], transposed, and prints it at site 5. */
export const printing = moduleOf(
  body(
    "printing_body",
    "  %line = alloca i64",
    `  store i64 %i, ptr %line
  call void @weft_print(ptr %context, i32 4, ptr %line, i64 1)
  br label %next`,
  ),
  kernel(
    "printing",
    `${loadSlot("n", "i64", 0, "arguments")}
${loadSlot("array", "ptr", 2, "arguments")}
  %looped = call i32 @weft_parallel_for(ptr %context, ptr @printing_body, ptr %arguments, i64 %n, i64 1, i32 0)
  %shape = alloca [2 x i64]
  store [2 x i64] [i64 3, i64 2], ptr %shape
  %strides = alloca [2 x i64]
  store [2 x i64] [i64 1, i64 3], ptr %strides
  %copy = call ptr @weft_snapshot(ptr %context, ptr %array, i64 8, i64 2, ptr %shape, ptr %strides)
  %line = alloca ptr
  store ptr %copy, ptr %line
  store double 99.0, ptr %array
  call void @weft_print(ptr %context, i32 5, ptr %line, i64 1)
  ret i32 0`,
  ),
);

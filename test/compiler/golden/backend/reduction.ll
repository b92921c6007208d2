attributes #0 = { nounwind "stackrealign" "prefer-vector-width"="256" }
attributes #1 = { nounwind "stackrealign" "prefer-vector-width"="256" "no-builtin-memset" "no-builtin-memcpy" }

define internal i32 @loop_0(ptr %context, ptr noalias readonly %environment, i64 %begin, i64 %end, i64 %block, ptr noalias %partial) #1 !dbg !5 {
entry:
  %slot.11 = alloca double
  br label %body
body:
  %t.0 = getelementptr inbounds i8, ptr %environment, i64 0
  %outer.1 = load i64, ptr %t.0, align 8
  %t.2 = getelementptr inbounds i8, ptr %environment, i64 8
  %outer.3 = load ptr, ptr %t.2, align 8
  %t.4 = getelementptr inbounds i8, ptr %environment, i64 16
  %outer.5 = load i64, ptr %t.4, align 8
  %t.6 = getelementptr inbounds i8, ptr %environment, i64 24
  %outer.7 = load i64, ptr %t.6, align 8
  %t.8 = getelementptr inbounds i8, ptr %environment, i64 32
  %outer.9 = load i64, ptr %t.8, align 8
  %partial.10 = getelementptr inbounds i8, ptr %partial, i64 0
  store double 0x0000000000000000, ptr %slot.11
  %t.16 = icmp slt i64 %begin, %end
  br i1 %t.16, label %enter.15, label %done.12
enter.15:
  br label %loop.13
loop.13:
  %i.17 = phi i64 [ %begin, %enter.15 ], [ %i.next.18, %next.14 ]
  %t.26 = icmp slt i64 0, %outer.1
  br i1 %t.26, label %enter.20, label %done.19
enter.20:
  br label %strip.21
strip.21:
  %strip.begin.24 = phi i64 [ 0, %enter.20 ], [ %strip.end.25, %resume.23 ]
  %t.27 = sub i64 %outer.1, %strip.begin.24
  %t.28 = call i64 @llvm.umin.i64(i64 %t.27, i64 16384)
  %strip.end.25 = add nsw i64 %strip.begin.24, %t.28
  %t.32 = icmp slt i64 %strip.begin.24, %strip.end.25
  br i1 %t.32, label %enter.31, label %strip.done.22
enter.31:
  br label %loop.29
loop.29:
  %i.33 = phi i64 [ %strip.begin.24, %enter.31 ], [ %i.next.34, %next.30 ]
  %get.35 = load double, ptr %slot.11
  %t.36 = mul nsw i64 %i.17, %outer.7
  %t.37 = mul nsw i64 %i.33, %outer.9
  %t.38 = add nsw i64 %t.36, %t.37
  %at.39 = getelementptr inbounds double, ptr %outer.3, i64 %t.38
  %v.40 = load double, ptr %at.39, align 8, !llvm.access.group !6
  %t.41 = fadd reassoc double %get.35, %v.40
  store double %t.41, ptr %slot.11
  br label %next.30
next.30:
  %i.next.34 = add nsw i64 %i.33, 1
  %t.42 = icmp slt i64 %i.next.34, %strip.end.25
  br i1 %t.42, label %loop.29, label %strip.done.22, !llvm.loop !11
strip.done.22:
  %t.43 = icmp slt i64 %strip.end.25, %outer.1
  br i1 %t.43, label %resume.23, label %done.19
resume.23:
  %stop.44 = load atomic volatile i32, ptr %context monotonic, align 4
  %t.45 = icmp eq i32 %stop.44, 0
  br i1 %t.45, label %strip.21, label %exit.interrupted.46, !prof !12
done.19:
  br label %next.14
next.14:
  %i.next.18 = add nsw i64 %i.17, 1
  %t.47 = icmp slt i64 %i.next.18, %end
  br i1 %t.47, label %loop.13, label %done.12, !llvm.loop !9
done.12:
  %get.48 = load double, ptr %slot.11
  store double %get.48, ptr %partial.10, align 8
  ret i32 0
exit.interrupted.46:
  ret i32 2
}

define i32 @weft_reduction(ptr %context, ptr noalias readonly %arguments, ptr noalias %results) #0 !dbg !4 {
entry:
  %slot.9 = alloca double
  %environment.22 = alloca [5 x i64], align 8
  br label %body
body:
  %t.0 = load ptr, ptr %arguments, align 8
  %t.1 = getelementptr inbounds i64, ptr %arguments, i64 1
  %t.2 = load i64, ptr %t.1, align 8
  %t.3 = getelementptr inbounds i64, ptr %arguments, i64 2
  %t.4 = load i64, ptr %t.3, align 8
  %t.5 = getelementptr inbounds i64, ptr %arguments, i64 3
  %t.6 = load i64, ptr %t.5, align 8
  %t.7 = getelementptr inbounds i64, ptr %arguments, i64 4
  %t.8 = load i64, ptr %t.7, align 8
  store double zeroinitializer, ptr %slot.9
  %t.12 = icmp sgt i64 %t.2, 0
  br i1 %t.12, label %fork.10, label %joined.11
fork.10:
  %t.13 = sub i64 %t.4, 0
  %t.14 = call i64 @llvm.smax.i64(i64 %t.13, i64 0)
  %t.15 = udiv i64 %t.14, 1
  %t.16 = call i64 @llvm.umin.i64(i64 %t.15, i64 1048576)
  %t.17 = mul i64 %t.16, 42
  %t.18 = add i64 %t.17, 32
  %t.19 = call i64 @llvm.umin.i64(i64 %t.18, i64 1099511627776)
  %t.20 = lshr i64 %t.19, 6
  %t.21 = call i64 @llvm.umax.i64(i64 %t.20, i64 1)
  %t.23 = getelementptr inbounds i8, ptr %environment.22, i64 0
  store i64 %t.4, ptr %t.23, align 8
  %t.24 = getelementptr inbounds i8, ptr %environment.22, i64 8
  store ptr %t.0, ptr %t.24, align 8
  %t.25 = getelementptr inbounds i8, ptr %environment.22, i64 16
  store i64 %t.2, ptr %t.25, align 8
  %t.26 = getelementptr inbounds i8, ptr %environment.22, i64 24
  store i64 %t.6, ptr %t.26, align 8
  %t.27 = getelementptr inbounds i8, ptr %environment.22, i64 32
  store i64 %t.8, ptr %t.27, align 8
  %blocks.28 = call i64 @weft_reduction_blocks(i64 %t.2, i64 %t.21, i64 64)
  %t.29 = call { i64, i1 } @llvm.smul.with.overflow.i64(i64 1, i64 %blocks.28)
  %t.30 = extractvalue { i64, i1 } %t.29, 0
  %t.31 = extractvalue { i64, i1 } %t.29, 1
  %t.32 = call { i64, i1 } @llvm.smul.with.overflow.i64(i64 %t.30, i64 64)
  %t.33 = extractvalue { i64, i1 } %t.32, 0
  %t.34 = extractvalue { i64, i1 } %t.32, 1
  %t.35 = or i1 %t.31, %t.34
  %bytes.36 = select i1 %t.35, i64 9223372036854775807, i64 %t.33
  %memory.37 = call noalias align 64 ptr @weft_alloc(ptr %context, i64 %bytes.36, i32 0)
  %t.39 = icmp ne ptr %memory.37, null
  br i1 %t.39, label %allocated.38, label %exit.out_of_memory.40, !prof !12
allocated.38:
  %t.41 = call i32 @weft_parallel_reduce(ptr %context, ptr @loop_0, ptr %environment.22, i64 %t.2, i64 %blocks.28, ptr %memory.37, i64 64, i32 0)
  %t.44 = icmp eq i32 %t.41, 0
  br i1 %t.44, label %ran.42, label %stopped.43, !prof !12
stopped.43:
  ret i32 %t.41
ran.42:
  %t.49 = icmp slt i64 0, %blocks.28
  br i1 %t.49, label %enter.48, label %combined.45
enter.48:
  br label %loop.46
loop.46:
  %i.50 = phi i64 [ 0, %enter.48 ], [ %i.next.51, %next.47 ]
  %t.52 = mul i64 %i.50, 64
  %partial.53 = getelementptr inbounds i8, ptr %memory.37, i64 %t.52
  %get.54 = load double, ptr %slot.9
  %t.55 = getelementptr inbounds i8, ptr %partial.53, i64 0
  %v.56 = load double, ptr %t.55, align 8
  %t.57 = fadd double %get.54, %v.56
  store double %t.57, ptr %slot.9
  br label %next.47
next.47:
  %i.next.51 = add nsw i64 %i.50, 1
  %t.58 = icmp slt i64 %i.next.51, %blocks.28
  br i1 %t.58, label %loop.46, label %combined.45, !llvm.loop !15
combined.45:
  call void @weft_release(ptr %context, ptr %memory.37)
  br label %joined.11
joined.11:
  %get.59 = load double, ptr %slot.9
  %t.60 = bitcast double %get.59 to i64
  store i64 %t.60, ptr %results, align 8
  ret i32 0
exit.out_of_memory.40:
  ret i32 3
}

declare i64 @llvm.smax.i64(i64, i64)
declare i64 @llvm.umin.i64(i64, i64)
declare i64 @llvm.umax.i64(i64, i64)
declare i64 @weft_reduction_blocks(i64, i64, i64) nounwind willreturn memory(none)
declare { i64, i1 } @llvm.smul.with.overflow.i64(i64, i64)
declare noalias align 64 ptr @weft_alloc(ptr, i64, i32) nounwind willreturn
declare i32 @weft_parallel_reduce(ptr, ptr, ptr, i64, i64, ptr, i64, i32) nounwind
declare void @weft_release(ptr, ptr) nounwind willreturn

!llvm.dbg.cu = !{!1}
!llvm.module.flags = !{!2}
!0 = !DIFile(filename: "cell[1]", directory: "")
!1 = distinct !DICompileUnit(language: DW_LANG_C99, file: !0, isOptimized: true, emissionKind: NoDebug)
!2 = !{i32 2, !"Debug Info Version", i32 3}
!3 = !DISubroutineType(types: !{null})
!4 = distinct !DISubprogram(name: "weft_reduction", scope: !0, file: !0, line: 1, type: !3, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !1)
!5 = distinct !DISubprogram(name: "loop_0", scope: !0, file: !0, line: 2, type: !3, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !1)
!6 = distinct !{}
!7 = !DILocation(line: 2, column: 1, scope: !5)
!8 = !{!"llvm.loop.parallel_accesses", !6}
!9 = distinct !{!9, !7, !8}
!10 = !DILocation(line: 2, column: 1, scope: !5)
!11 = distinct !{!11, !10}
!12 = !{!"branch_weights", i32 1048575, i32 1}
!13 = !{!"llvm.loop.vectorize.enable", i1 false}
!14 = !{!"llvm.loop.unroll.disable"}
!15 = distinct !{!15, !13, !14}

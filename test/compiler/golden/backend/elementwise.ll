attributes #0 = { nounwind "stackrealign" "prefer-vector-width"="256" }
attributes #1 = { nounwind "stackrealign" "prefer-vector-width"="256" "no-builtin-memset" "no-builtin-memcpy" }

@llvm.compiler.used = appending global [1 x ptr] [ptr @weft_exp], section "llvm.metadata"

define internal double @weft_exp(double %x) noinline nounwind willreturn memory(none) "prefer-vector-width"="256" "vector-function-abi-variant"="_ZGV_LLVM_N4v_weft_exp(_ZGVdN4v_exp)" {
  %x.0 = insertelement <4 x double> poison, double %x, i64 0
  %x.v = shufflevector <4 x double> %x.0, <4 x double> poison, <4 x i32> zeroinitializer
  %r.v = call <4 x double> @_ZGVdN4v_exp(<4 x double> %x.v)
  %r = extractelement <4 x double> %r.v, i64 0
  ret double %r
}

define internal i32 @loop_0(ptr %context, ptr noalias readonly %environment, i64 %begin, i64 %end, i64 %block, ptr noalias %partial) #0 !dbg !6 {
entry:
  br label %body
body:
  %t.0 = getelementptr inbounds i8, ptr %environment, i64 0
  %outer.1 = load ptr, ptr %t.0, align 8
  %t.2 = getelementptr inbounds i8, ptr %environment, i64 8
  %outer.3 = load i64, ptr %t.2, align 8
  %t.4 = getelementptr inbounds i8, ptr %environment, i64 16
  %outer.5 = load ptr, ptr %t.4, align 8
  %t.6 = getelementptr inbounds i8, ptr %environment, i64 24
  %outer.7 = load i32, ptr %t.6, align 8
  call void @weft.past_caches(i32 %outer.7)
  %t.12 = icmp slt i64 %begin, %end
  br i1 %t.12, label %enter.11, label %done.8
enter.11:
  br label %loop.9
loop.9:
  %i.13 = phi i64 [ %begin, %enter.11 ], [ %i.next.14, %next.10 ]
  %at.15 = getelementptr inbounds double, ptr %outer.1, i64 %i.13
  %v.16 = load double, ptr %at.15, align 8, !alias.scope !13, !noalias !11, !llvm.access.group !7
  %exp.17 = call double @weft_exp(double %v.16)
  %at.18 = getelementptr inbounds double, ptr %outer.5, i64 %i.13
  store double %exp.17, ptr %at.18, align 8, !alias.scope !10, !noalias !14, !llvm.access.group !7
  br label %next.10
next.10:
  %i.next.14 = add nsw i64 %i.13, 1
  %t.19 = icmp slt i64 %i.next.14, %end
  br i1 %t.19, label %loop.9, label %done.8, !llvm.loop !18
done.8:
  ret i32 0
}

define i32 @weft_elementwise(ptr %context, ptr noalias readonly %arguments, ptr noalias %results) #0 !dbg !4 {
entry:
  %environment.21 = alloca [4 x i64], align 8
  br label %body
body:
  %t.0 = load ptr, ptr %arguments, align 8
  %t.1 = getelementptr inbounds i64, ptr %arguments, i64 1
  %t.2 = load i64, ptr %t.1, align 8
  %t.3 = getelementptr inbounds i64, ptr %arguments, i64 2
  %t.4 = load i64, ptr %t.3, align 8
  %t.5 = call { i64, i1 } @llvm.smul.with.overflow.i64(i64 8, i64 %t.2)
  %t.6 = extractvalue { i64, i1 } %t.5, 0
  %t.7 = extractvalue { i64, i1 } %t.5, 1
  %bytes.8 = select i1 %t.7, i64 9223372036854775807, i64 %t.6
  %memory.9 = call noalias align 64 ptr @weft_alloc(ptr %context, i64 %bytes.8, i32 0)
  %t.11 = icmp ne ptr %memory.9, null
  br i1 %t.11, label %allocated.10, label %exit.out_of_memory.12, !prof !5
allocated.10:
  %t.15 = icmp sgt i64 %t.2, 0
  br i1 %t.15, label %fork.13, label %joined.14
fork.13:
  %t.16 = call { i64, i1 } @llvm.smul.with.overflow.i64(i64 8, i64 %t.2)
  %t.17 = extractvalue { i64, i1 } %t.16, 0
  %t.18 = extractvalue { i64, i1 } %t.16, 1
  %bytes.19 = select i1 %t.18, i64 9223372036854775807, i64 %t.17
  %past.20 = call i32 @weft_exceeds_caches(ptr %context, i64 %bytes.19, i32 0)
  %t.22 = getelementptr inbounds i8, ptr %environment.21, i64 0
  store ptr %t.0, ptr %t.22, align 8
  %t.23 = getelementptr inbounds i8, ptr %environment.21, i64 8
  store i64 %t.2, ptr %t.23, align 8
  %t.24 = getelementptr inbounds i8, ptr %environment.21, i64 16
  store ptr %memory.9, ptr %t.24, align 8
  %t.25 = getelementptr inbounds i8, ptr %environment.21, i64 24
  store i32 %past.20, ptr %t.25, align 8
  %t.26 = call i32 @weft_parallel_for(ptr %context, ptr @loop_0, ptr %environment.21, i64 %t.2, i64 3, i32 0)
  %t.29 = icmp eq i32 %t.26, 0
  br i1 %t.29, label %ran.27, label %stopped.28, !prof !5
stopped.28:
  ret i32 %t.26
ran.27:
  br label %joined.14
joined.14:
  call void @weft_retain(ptr %memory.9)
  store ptr %memory.9, ptr %results, align 8
  %t.30 = getelementptr inbounds i64, ptr %results, i64 1
  store ptr %memory.9, ptr %t.30, align 8
  %t.31 = getelementptr inbounds i64, ptr %results, i64 2
  store i64 %t.2, ptr %t.31, align 8
  %t.32 = getelementptr inbounds i64, ptr %results, i64 3
  store i64 1, ptr %t.32, align 8
  call void @weft_release(ptr %context, ptr %memory.9)
  ret i32 0
exit.out_of_memory.12:
  ret i32 3
}

declare { i64, i1 } @llvm.smul.with.overflow.i64(i64, i64)
declare noalias align 64 ptr @weft_alloc(ptr, i64, i32) nounwind willreturn
declare i32 @weft_exceeds_caches(ptr, i64, i32) nounwind willreturn
declare void @weft.past_caches(i32) nounwind willreturn memory(inaccessiblemem: readwrite)
declare <4 x double> @_ZGVdN4v_exp(<4 x double>) nounwind willreturn memory(none)
declare i32 @weft_parallel_for(ptr, ptr, ptr, i64, i64, i32) nounwind
declare void @weft_retain(ptr) nounwind willreturn
declare void @weft_release(ptr, ptr) nounwind willreturn

!llvm.dbg.cu = !{!1}
!llvm.module.flags = !{!2}
!0 = !DIFile(filename: "cell[1]", directory: "")
!1 = distinct !DICompileUnit(language: DW_LANG_C99, file: !0, isOptimized: true, emissionKind: NoDebug)
!2 = !{i32 2, !"Debug Info Version", i32 3}
!3 = !DISubroutineType(types: !{null})
!4 = distinct !DISubprogram(name: "weft_elementwise", scope: !0, file: !0, line: 1, type: !3, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !1)
!5 = !{!"branch_weights", i32 1048575, i32 1}
!6 = distinct !DISubprogram(name: "loop_0", scope: !0, file: !0, line: 2, type: !3, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !1)
!7 = distinct !{}
!8 = distinct !{!8, !9, !"%7"}
!9 = distinct !{!9}
!10 = !{!8}
!11 = !{!8}
!12 = distinct !{!12, !9, !"%2"}
!13 = !{!12}
!14 = !{!12}
!15 = !DILocation(line: 2, column: 1, scope: !6)
!16 = !{!"llvm.loop.parallel_accesses", !7}
!17 = !{!"llvm.loop.interleave.count", i32 1}
!18 = distinct !{!18, !15, !16, !17}

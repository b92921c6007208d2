attributes #0 = { nounwind "stackrealign" "prefer-vector-width"="256" }
attributes #1 = { nounwind "stackrealign" "prefer-vector-width"="256" "no-builtin-memset" "no-builtin-memcpy" }

define i32 @weft_owned(ptr %context, ptr noalias readonly %arguments, ptr noalias %results) #0 !dbg !4 {
entry:
  %slot.1 = alloca ptr
  %slot.2 = alloca ptr
  %slot.3 = alloca i64
  %slot.4 = alloca i64
  br label %body
body:
  %t.0 = load i64, ptr %arguments, align 8
  store ptr null, ptr %slot.1
  store ptr null, ptr %slot.2
  br label %repeat.5
repeat.5:
  %t.8 = call { i64, i1 } @llvm.smul.with.overflow.i64(i64 4, i64 %t.0)
  %t.9 = extractvalue { i64, i1 } %t.8, 0
  %t.10 = extractvalue { i64, i1 } %t.8, 1
  %bytes.11 = select i1 %t.10, i64 9223372036854775807, i64 %t.9
  %memory.12 = call noalias align 64 ptr @weft_alloc(ptr %context, i64 %bytes.11, i32 1)
  %t.14 = icmp ne ptr %memory.12, null
  br i1 %t.14, label %allocated.13, label %exit.out_of_memory.15, !prof !5
allocated.13:
  %at.16 = getelementptr inbounds i32, ptr %memory.12, i64 %t.0
  %v.17 = load i32, ptr %at.16, align 4
  %t.18 = icmp sgt i32 %v.17, 0
  br i1 %t.18, label %then.19, label %endif.21
then.19:
  call void @weft_release(ptr %context, ptr %memory.12)
  br label %done.7
endif.21:
  call void @weft_retain(ptr %memory.12)
  %t.22 = load ptr, ptr %slot.2
  store ptr %memory.12, ptr %slot.1
  store ptr %memory.12, ptr %slot.2
  store i64 %t.0, ptr %slot.3
  store i64 1, ptr %slot.4
  call void @weft_release(ptr %context, ptr %t.22)
  call void @weft_release(ptr %context, ptr %memory.12)
  br label %update.6
update.6:
  %stop.23 = load atomic volatile i32, ptr %context monotonic, align 4
  %t.24 = icmp eq i32 %stop.23, 0
  br i1 %t.24, label %repeat.5, label %exit.interrupted.25, !llvm.loop !7, !prof !5
done.7:
  %t.26 = load ptr, ptr %slot.1
  %t.27 = load ptr, ptr %slot.2
  %t.28 = load i64, ptr %slot.3
  %t.29 = load i64, ptr %slot.4
  call void @weft_retain(ptr %t.27)
  store ptr %t.26, ptr %results, align 8
  %t.30 = getelementptr inbounds i64, ptr %results, i64 1
  store ptr %t.27, ptr %t.30, align 8
  %t.31 = getelementptr inbounds i64, ptr %results, i64 2
  store i64 %t.28, ptr %t.31, align 8
  %t.32 = getelementptr inbounds i64, ptr %results, i64 3
  store i64 %t.29, ptr %t.32, align 8
  %owner.33 = load ptr, ptr %slot.2
  call void @weft_release(ptr %context, ptr %owner.33)
  ret i32 0
exit.out_of_memory.15:
  ret i32 3
exit.interrupted.25:
  ret i32 2
}

declare { i64, i1 } @llvm.smul.with.overflow.i64(i64, i64)
declare noalias align 64 ptr @weft_alloc(ptr, i64, i32) nounwind willreturn
declare void @weft_release(ptr, ptr) nounwind willreturn
declare void @weft_retain(ptr) nounwind willreturn

!llvm.dbg.cu = !{!1}
!llvm.module.flags = !{!2}
!0 = !DIFile(filename: "cell[1]", directory: "")
!1 = distinct !DICompileUnit(language: DW_LANG_C99, file: !0, isOptimized: true, emissionKind: NoDebug)
!2 = !{i32 2, !"Debug Info Version", i32 3}
!3 = !DISubroutineType(types: !{null})
!4 = distinct !DISubprogram(name: "weft_owned", scope: !0, file: !0, line: 1, type: !3, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !1)
!5 = !{!"branch_weights", i32 1048575, i32 1}
!6 = !DILocation(line: 2, column: 1, scope: !4)
!7 = distinct !{!7, !6}

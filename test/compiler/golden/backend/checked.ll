attributes #0 = { nounwind "stackrealign" "prefer-vector-width"="256" }
attributes #1 = { nounwind "stackrealign" "prefer-vector-width"="256" "no-builtin-memset" "no-builtin-memcpy" }

define i32 @weft_checked(ptr %context, ptr noalias readonly %arguments, ptr noalias %results) #0 !dbg !4 {
entry:
  br label %body
body:
  %t.0 = load ptr, ptr %arguments, align 8
  %t.1 = getelementptr inbounds i64, ptr %arguments, i64 1
  %t.2 = load i64, ptr %t.1, align 8
  %t.3 = getelementptr inbounds i64, ptr %arguments, i64 2
  %t.4 = load i64, ptr %t.3, align 8
  %t.5 = getelementptr inbounds i64, ptr %arguments, i64 3
  %t.6 = load i64, ptr %t.5, align 8
  %t.7 = icmp slt i64 %t.6, 0
  %t.8 = add i64 %t.6, %t.2
  %index.9 = select i1 %t.7, i64 %t.8, i64 %t.6
  %t.10 = icmp ult i64 %index.9, %t.2
  br i1 %t.10, label %passed.12, label %failed.11, !prof !5
failed.11:
  call void @weft_fail(ptr %context, i32 0, i64 0, i64 %t.6, i64 0, i64 %t.2, i64 0)
  br label %exit.failed.13
passed.12:
  %t.14 = mul nsw i64 %index.9, %t.4
  %at.15 = getelementptr inbounds i8, ptr %t.0, i64 %t.14
  %v.16 = load i8, ptr %at.15, align 1
  %t.17 = icmp ne i8 %v.16, 0
  %t.18 = zext i1 %t.17 to i64
  store i64 %t.18, ptr %results, align 8
  ret i32 0
exit.failed.13:
  ret i32 1
}

declare void @weft_fail(ptr, i32, i64, i64, i64, i64, i64) nounwind willreturn cold

!llvm.dbg.cu = !{!1}
!llvm.module.flags = !{!2}
!0 = !DIFile(filename: "cell[1]", directory: "")
!1 = distinct !DICompileUnit(language: DW_LANG_C99, file: !0, isOptimized: true, emissionKind: NoDebug)
!2 = !{i32 2, !"Debug Info Version", i32 3}
!3 = !DISubroutineType(types: !{null})
!4 = distinct !DISubprogram(name: "weft_checked", scope: !0, file: !0, line: 1, type: !3, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !1)
!5 = !{!"branch_weights", i32 1048575, i32 1}

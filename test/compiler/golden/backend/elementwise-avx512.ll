attributes #0 = { nounwind "stackrealign" "prefer-vector-width"="512" }
attributes #1 = { nounwind "stackrealign" "prefer-vector-width"="512" "no-builtin-memset" "no-builtin-memcpy" }

@llvm.compiler.used = appending global [3 x ptr] [ptr @weft_exp.vector, ptr @weft_exp.half, ptr @weft_exp], section "llvm.metadata"

define internal <8 x double> @weft_exp.vector(<8 x double> %x) alwaysinline nounwind willreturn memory(none) "prefer-vector-width"="512" {
  %t.0 = fcmp olt <8 x double> <double 0x4089000000000000, double 0x4089000000000000, double 0x4089000000000000, double 0x4089000000000000, double 0x4089000000000000, double 0x4089000000000000, double 0x4089000000000000, double 0x4089000000000000>, %x
  %t.1 = select <8 x i1> %t.0, <8 x double> <double 0x4089000000000000, double 0x4089000000000000, double 0x4089000000000000, double 0x4089000000000000, double 0x4089000000000000, double 0x4089000000000000, double 0x4089000000000000, double 0x4089000000000000>, <8 x double> %x
  %t.2 = fcmp olt <8 x double> %t.1, <double 0xC089000000000000, double 0xC089000000000000, double 0xC089000000000000, double 0xC089000000000000, double 0xC089000000000000, double 0xC089000000000000, double 0xC089000000000000, double 0xC089000000000000>
  %t.3 = select <8 x i1> %t.2, <8 x double> <double 0xC089000000000000, double 0xC089000000000000, double 0xC089000000000000, double 0xC089000000000000, double 0xC089000000000000, double 0xC089000000000000, double 0xC089000000000000, double 0xC089000000000000>, <8 x double> %t.1
  %t.4 = call <8 x double> @llvm.fma.v8f64(<8 x double> %t.3, <8 x double> <double 0x3FF71547652B82FE, double 0x3FF71547652B82FE, double 0x3FF71547652B82FE, double 0x3FF71547652B82FE, double 0x3FF71547652B82FE, double 0x3FF71547652B82FE, double 0x3FF71547652B82FE, double 0x3FF71547652B82FE>, <8 x double> <double 0x42F8000000000000, double 0x42F8000000000000, double 0x42F8000000000000, double 0x42F8000000000000, double 0x42F8000000000000, double 0x42F8000000000000, double 0x42F8000000000000, double 0x42F8000000000000>)
  %t.5 = fsub <8 x double> %t.4, <double 0x42F8000000000000, double 0x42F8000000000000, double 0x42F8000000000000, double 0x42F8000000000000, double 0x42F8000000000000, double 0x42F8000000000000, double 0x42F8000000000000, double 0x42F8000000000000>
  %t.6 = call <8 x double> @llvm.fma.v8f64(<8 x double> %t.5, <8 x double> <double 0xBFE62E42FEFA39EF, double 0xBFE62E42FEFA39EF, double 0xBFE62E42FEFA39EF, double 0xBFE62E42FEFA39EF, double 0xBFE62E42FEFA39EF, double 0xBFE62E42FEFA39EF, double 0xBFE62E42FEFA39EF, double 0xBFE62E42FEFA39EF>, <8 x double> %t.3)
  %t.7 = call <8 x double> @llvm.fma.v8f64(<8 x double> %t.5, <8 x double> <double 0xBC7ABC9E3B39803F, double 0xBC7ABC9E3B39803F, double 0xBC7ABC9E3B39803F, double 0xBC7ABC9E3B39803F, double 0xBC7ABC9E3B39803F, double 0xBC7ABC9E3B39803F, double 0xBC7ABC9E3B39803F, double 0xBC7ABC9E3B39803F>, <8 x double> %t.6)
  %t.8 = bitcast <8 x double> %t.4 to <8 x i64>
  %t.9 = call <8 x double> @llvm.x86.avx512.vpermi2var.pd.512(<8 x double> <double 0x3FF0000000000000, double 0x3FF0B5586CF9890F, double 0x3FF172B83C7D517B, double 0x3FF2387A6E756238, double 0x3FF306FE0A31B715, double 0x3FF3DEA64C123422, double 0x3FF4BFDAD5362A27, double 0x3FF5AB07DD485429>, <8 x i64> %t.8, <8 x double> <double 0x3FF6A09E667F3BCD, double 0x3FF7A11473EB0187, double 0x3FF8ACE5422AA0DB, double 0x3FF9C49182A3F090, double 0x3FFAE89F995AD3AD, double 0x3FFC199BDD85529C, double 0x3FFD5818DCFBA487, double 0x3FFEA4AFA2A490DA>)
  %t.10 = call <8 x double> @llvm.fma.v8f64(<8 x double> <double 0x3F56C17BB51F236D, double 0x3F56C17BB51F236D, double 0x3F56C17BB51F236D, double 0x3F56C17BB51F236D, double 0x3F56C17BB51F236D, double 0x3F56C17BB51F236D, double 0x3F56C17BB51F236D, double 0x3F56C17BB51F236D>, <8 x double> %t.7, <8 x double> <double 0x3F811120AF701DEB, double 0x3F811120AF701DEB, double 0x3F811120AF701DEB, double 0x3F811120AF701DEB, double 0x3F811120AF701DEB, double 0x3F811120AF701DEB, double 0x3F811120AF701DEB, double 0x3F811120AF701DEB>)
  %t.11 = call <8 x double> @llvm.fma.v8f64(<8 x double> %t.10, <8 x double> %t.7, <8 x double> <double 0x3FA55555555194D2, double 0x3FA55555555194D2, double 0x3FA55555555194D2, double 0x3FA55555555194D2, double 0x3FA55555555194D2, double 0x3FA55555555194D2, double 0x3FA55555555194D2, double 0x3FA55555555194D2>)
  %t.12 = call <8 x double> @llvm.fma.v8f64(<8 x double> %t.11, <8 x double> %t.7, <8 x double> <double 0x3FC55555554DD44D, double 0x3FC55555554DD44D, double 0x3FC55555554DD44D, double 0x3FC55555554DD44D, double 0x3FC55555554DD44D, double 0x3FC55555554DD44D, double 0x3FC55555554DD44D, double 0x3FC55555554DD44D>)
  %t.13 = call <8 x double> @llvm.fma.v8f64(<8 x double> %t.12, <8 x double> %t.7, <8 x double> <double 0x3FE0000000000000, double 0x3FE0000000000000, double 0x3FE0000000000000, double 0x3FE0000000000000, double 0x3FE0000000000000, double 0x3FE0000000000000, double 0x3FE0000000000000, double 0x3FE0000000000000>)
  %t.14 = call <8 x double> @llvm.fma.v8f64(<8 x double> %t.13, <8 x double> %t.7, <8 x double> <double 0x3FF0000000000000, double 0x3FF0000000000000, double 0x3FF0000000000000, double 0x3FF0000000000000, double 0x3FF0000000000000, double 0x3FF0000000000000, double 0x3FF0000000000000, double 0x3FF0000000000000>)
  %t.15 = call <8 x double> @llvm.x86.avx512.vpermi2var.pd.512(<8 x double> <double 0x0000000000000000, double 0x3C979AA65D837B6D, double 0xBC801B15EAA59348, double 0x3C968EFDE3A8A894, double 0x3C834D754DB0ABB6, double 0x3C859F48A72A4C6D, double 0x3C7690CEBB7AAFB0, double 0x3C9063E1E21C5409>, <8 x i64> %t.8, <8 x double> <double 0xBC93B3EFBF5E2228, double 0xBC7B32DCB94DA51D, double 0x3C8DB72FC1F0EAB4, double 0x3C71AFFC2B91CE27, double 0x3C8C1A7792CB3387, double 0x3C736EAE30AF0CB3, double 0x3C74A385A63D07A7, double 0xBC8FF7128FD391F0>)
  %t.16 = call <8 x double> @llvm.fma.v8f64(<8 x double> %t.7, <8 x double> %t.14, <8 x double> %t.15)
  %t.17 = call <8 x double> @llvm.fma.v8f64(<8 x double> %t.9, <8 x double> %t.16, <8 x double> %t.9)
  %t.18 = call <8 x double> @llvm.x86.avx512.mask.scalef.pd.512(<8 x double> %t.17, <8 x double> %t.5, <8 x double> %t.17, i8 -1, i32 4)
  ret <8 x double> %t.18
}

define internal <4 x double> @weft_exp.half(<4 x double> %x) alwaysinline nounwind willreturn memory(none) "prefer-vector-width"="512" {
  %wide = shufflevector <4 x double> %x, <4 x double> poison, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 0, i32 1, i32 2, i32 3>
  %all = call <8 x double> @weft_exp.vector(<8 x double> %wide)
  %half = shufflevector <8 x double> %all, <8 x double> poison, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  ret <4 x double> %half
}

define internal double @weft_exp(double %x) noinline nounwind willreturn memory(none) "prefer-vector-width"="512" "vector-function-abi-variant"="_ZGV_LLVM_N8v_weft_exp(weft_exp.vector),_ZGV_LLVM_N4v_weft_exp(weft_exp.half)" {
  %x.0 = insertelement <8 x double> poison, double %x, i64 0
  %x.v = shufflevector <8 x double> %x.0, <8 x double> poison, <8 x i32> zeroinitializer
  %r.v = call <8 x double> @weft_exp.vector(<8 x double> %x.v)
  %r = extractelement <8 x double> %r.v, i64 0
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
declare <8 x double> @llvm.fma.v8f64(<8 x double>, <8 x double>, <8 x double>)
declare <8 x double> @llvm.x86.avx512.vpermi2var.pd.512(<8 x double>, <8 x i64>, <8 x double>)
declare <8 x double> @llvm.x86.avx512.mask.scalef.pd.512(<8 x double>, <8 x double>, <8 x double>, i8, i32)
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

// The passes of LLVM that optimize a module.
#ifndef WEFT_PASS_PIPELINE_H
#define WEFT_PASS_PIPELINE_H

namespace llvm {
class Module;
class TargetMachine;
}  // namespace llvm

namespace weft {

// Settings of LLVM that it only takes for the whole process, here for every compile. May be called again.
void configure_llvm();

// `level` 0 does nothing but what the back end needs; all others optimize fully.
void optimize(llvm::Module& module, llvm::TargetMachine& machine, int level);

}  // namespace weft
#endif

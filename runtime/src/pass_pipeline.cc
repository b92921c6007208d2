#include "pass_pipeline.h"

#include <llvm/IR/Module.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Target/TargetMachine.h>

#include <mutex>

#include "instrument_code.h"
#include "llvm_option.h"

namespace weft {
void configure_llvm() {
  static std::once_flag once;
  std::call_once(once, [] {
    // With debug locations in the IR, the parser verifies the module to see whether they need an upgrade, and ends the process
    // when it is invalid. Ours are new, and compile_to_object() verifies by itself.
    set_llvm_option("disable-auto-upgrade-debug-info", true);
    // Rows are often shorter than an unrolled vector loop's stride: what is left of them is worth vectors, too. LLVM by itself
    // thinks so from 16 lanes on, which doubles never have.
    set_llvm_option("epilogue-vectorization-minimum-VF", 4u);
    // Processors that run out of order gain nothing from a second scheduling.
    set_llvm_option("disable-post-ra", true);
  });
}

void optimize(llvm::Module& module, llvm::TargetMachine& machine, int level) {
  llvm::PipelineTuningOptions tuning;
  tuning.LoopVectorization = level >= 2;
  tuning.SLPVectorization = level >= 2;
  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager calls;
  llvm::ModuleAnalysisManager modules;
  llvm::PassBuilder builder(&machine, tuning);
  instrument_code(module, builder);
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(calls);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, calls, modules);
  const llvm::OptimizationLevel levels[] = {llvm::OptimizationLevel::O0, llvm::OptimizationLevel::O1,
                                            llvm::OptimizationLevel::O2, llvm::OptimizationLevel::O3};
  const llvm::OptimizationLevel chosen = levels[level];
  llvm::ModulePassManager passes = level == 0 ? builder.buildO0DefaultPipeline(chosen)
                                              : builder.buildPerModuleDefaultPipeline(chosen);
  passes.run(module, modules);
}

}  // namespace weft

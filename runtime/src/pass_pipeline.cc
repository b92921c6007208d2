#include "pass_pipeline.h"

#include <llvm/IR/Module.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Target/TargetMachine.h>
#include <llvm/Transforms/Scalar/LoopPassManager.h>
#include <llvm/Transforms/Scalar/LoopUnrollPass.h>

#include <mutex>
#include <string>

#include "instrument_code.h"
#include "llvm_option.h"
#include "past_caches.h"

namespace weft {
namespace {

// LLVM's default passes for whole programs take half as long again: what they do several times is done once here.
std::string pipeline() {
  const std::string combine = "instcombine<max-iterations=1;no-use-loop-info;no-verify-fixpoint>";
  const std::string tidy =
      "simplifycfg<bonus-inst-threshold=1;no-forward-switch-cond;switch-range-to-icmp;no-switch-to-lookup;keep-loops;"
      "no-hoist-common-insts;no-sink-common-insts;speculate-blocks;simplify-cond-branch>";
  // Only where loops have got their final form.
  const std::string tidy_all =
      "simplifycfg<bonus-inst-threshold=1;forward-switch-cond;switch-range-to-icmp;switch-to-lookup;no-keep-loops;"
      "hoist-common-insts;sink-common-insts;speculate-blocks;simplify-cond-branch>";
  const std::string registers = "sroa<modify-cfg>,early-cse<memssa>," + tidy + "," + combine;
  const std::string loops =
      "early-cse<memssa>,"
      "loop-mssa(loop-instsimplify,loop-simplifycfg,licm<no-allowspeculation>,loop-rotate<header-duplication;no-prepare-for-lto>,"
      "licm<allowspeculation>,simple-loop-unswitch<nontrivial;trivial>)," +
      tidy + "," + combine + ",loop(loop-idiom,indvars,loop-deletion,full-unroll)";
  const std::string scalars = "sroa<modify-cfg>,gvn,bdce," + combine + ",dse," + tidy;
  const std::string vectors =
      "inject-tli-mappings,loop-vectorize<no-interleave-forced-only;no-vectorize-forced-only>,loop-load-elim," + combine +
      "," + tidy_all + ",slp-vectorizer,vector-combine";
  const std::string last = "loop-unroll<O3>,sroa<preserve-cfg>," + combine +
                           ",loop-mssa(licm<allowspeculation>),div-rem-pairs," + tidy;
  return "inferattrs,function<eager-inv>(" + registers + "),inliner-wrapper,function<eager-inv>(" + loops + "," +
         scalars + "," + vectors + "),always-inline,function<eager-inv>(" + last + "),globaldce";
}

}  // namespace

void configure_llvm() {
  static std::once_flag once;
  std::call_once(once, [] {
    // With debug locations in the IR, the parser verifies the module to see whether they need an upgrade, and ends the process
    // when it is invalid. Ours are new, and compile_to_object() verifies by itself.
    set_llvm_option("disable-auto-upgrade-debug-info", true);
    // Rows are often shorter than an unrolled vector loop's stride: what is left of them is worth vectors, too. LLVM by itself
    // thinks so from 16 lanes on, which doubles never have.
    set_llvm_option("epilogue-vectorization-minimum-VF", 4u);
    // A third of the back end's time, for loops whose addresses the processor adds up by itself.
    set_llvm_option("disable-lsr", true);
    // Processors that run out of order gain nothing from a second scheduling.
    set_llvm_option("disable-post-ra", true);
  });
}

void optimize(llvm::Module& module, llvm::TargetMachine& machine, int level) {
  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager calls;
  llvm::ModuleAnalysisManager modules;
  llvm::PassBuilder builder(&machine);
  instrument_code(module, builder);
  // The text of a pipeline can't say how much code may come of loops whose length is known.
  builder.registerPipelineParsingCallback([](llvm::StringRef name, llvm::LoopPassManager& passes, auto) {
    if (name != "full-unroll") return false;
    passes.addPass(llvm::LoopFullUnrollPass(3));
    return true;
  });
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(calls);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, calls, modules);
  llvm::ModulePassManager passes;
  if (level == 0) {
    passes = builder.buildO0DefaultPipeline(llvm::OptimizationLevel::O0);
    passes.addPass(llvm::createModuleToFunctionPassAdaptor(PastCachesPass()));
  } else {
    const auto level_of_callbacks = llvm::OptimizationLevel::O3;
    builder.invokePipelineStartEPCallbacks(passes, level_of_callbacks);
    llvm::cantFail(builder.parsePassPipeline(passes, pipeline()));
    passes.addPass(llvm::createModuleToFunctionPassAdaptor(PastCachesPass()));
    builder.invokeOptimizerLastEPCallbacks(passes, level_of_callbacks);
  }
  passes.run(module, modules);
}

}  // namespace weft

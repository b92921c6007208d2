#include "instrument_code.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#include <llvm/IR/Module.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Transforms/Instrumentation/AddressSanitizer.h>
#include <llvm/Transforms/Instrumentation/ThreadSanitizer.h>

#include <mutex>

#include "llvm_option.h"

namespace weft {
namespace {

[[maybe_unused]] void mark_functions(llvm::Module& module, llvm::Attribute::AttrKind sanitizer) {
  for (llvm::Function& function : module) {
    if (!function.isDeclaration()) function.addFnAttr(sanitizer);
  }
}

}  // namespace

#if defined(__SANITIZE_ADDRESS__)

// Last, so that it checks the accesses as vectorized and widened.
void instrument_code(llvm::Module& module, llvm::PassBuilder& builder) {
  // Redzones of globals are set up by constructors, which loading does not run; generated code has constants alone.
  static std::once_flag once;
  std::call_once(once, [] { set_llvm_option("asan-globals", false); });
  mark_functions(module, llvm::Attribute::SanitizeAddress);
  builder.registerOptimizerLastEPCallback([](llvm::ModulePassManager& passes, llvm::OptimizationLevel) {
    llvm::AddressSanitizerOptions options;
    options.UseAfterReturn = llvm::AsanDetectStackUseAfterReturnMode::Never;
    passes.addPass(
        llvm::AddressSanitizerPass(options, false, false, llvm::AsanDtorKind::None, llvm::AsanCtorKind::None));
  });
}

#else

// First, since the pass ignores accesses wider than 16 bytes.
void instrument_code(llvm::Module& module, llvm::PassBuilder& builder) {
  mark_functions(module, llvm::Attribute::SanitizeThread);
  builder.registerPipelineStartEPCallback([](llvm::ModulePassManager& passes, llvm::OptimizationLevel) {
    passes.addPass(llvm::createModuleToFunctionPassAdaptor(llvm::ThreadSanitizerPass()));
  });
}

#endif

}  // namespace weft

#else

void weft::instrument_code(llvm::Module&, llvm::PassBuilder&) {}

#endif

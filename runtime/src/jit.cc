#include "jit.h"

#include <llvm/ExecutionEngine/Orc/ExecutionUtils.h>
#include <llvm/ExecutionEngine/Orc/LLJIT.h>
#include <llvm/Target/TargetMachine.h>

#include <atomic>
#include <utility>

#include "matmul.h"
#include "random_draws.h"
#include "random_state.h"
#include "sort.h"
#include "target.h"

namespace weft {
namespace {

using llvm::orc::DynamicLibrarySearchGenerator;
using llvm::orc::ExecutorSymbolDef;
using llvm::orc::JITDylib;
using llvm::orc::LLJIT;

template <typename Function>
ExecutorSymbolDef symbol_of(Function* function) {
  return {llvm::orc::ExecutorAddr::fromPtr(function), llvm::JITSymbolFlags::Exported | llvm::JITSymbolFlags::Callable};
}

// What generated code may call of this runtime.
void define_runtime(LLJIT& jit, JITDylib& runtime) {
  const auto name = [&](const char* symbol) { return jit.mangleAndIntern(symbol); };
  llvm::cantFail(runtime.define(llvm::orc::absoluteSymbols({
      {name("weft_alloc"), symbol_of(weft_alloc)},
      {name("weft_retain"), symbol_of(weft_retain)},
      {name("weft_release"), symbol_of(weft_release)},
      {name("weft_parallel_for"), symbol_of(weft_parallel_for)},
      {name("weft_reduction_blocks"), symbol_of(weft_reduction_blocks)},
      {name("weft_parallel_reduce"), symbol_of(weft_parallel_reduce)},
      {name("weft_exceeds_caches"), symbol_of(weft_exceeds_caches)},
      {name("weft_begin_call"), symbol_of(weft_begin_call)},
      {name("weft_end_call"), symbol_of(weft_end_call)},
      {name("weft_fail"), symbol_of(weft_fail)},
      {name("weft_print"), symbol_of(weft_print)},
      {name("weft_snapshot"), symbol_of(weft_snapshot)},
      {name("weft_matmul"), symbol_of(weft_matmul)},
      {name("weft_sort"), symbol_of(weft_sort)},
      {name("weft_argsort"), symbol_of(weft_argsort)},
      {name("weft_random_stream"), symbol_of(weft_random_stream)},
      {name("weft_random_seed"), symbol_of(weft_random_seed)},
      {name("weft_random_reseed"), symbol_of(weft_random_reseed)},
      {name("weft_random_gamma"), symbol_of(weft_random_gamma)},
      {name("weft_random_beta"), symbol_of(weft_random_beta)},
      {name("weft_random_poisson"), symbol_of(weft_random_poisson)},
      {name("weft_random_binomial"), symbol_of(weft_random_binomial)},
  })));
}

// libm, memcpy and the like are in the process already; vector math is in a library that Node does not load.
void define_system_libraries(LLJIT& jit, JITDylib& runtime) {
  const char prefix = jit.getDataLayout().getGlobalPrefix();
  runtime.addGenerator(llvm::cantFail(DynamicLibrarySearchGenerator::GetForCurrentProcess(prefix)));
  for (const char* library : {"libm.so.6", "libmvec.so.1"}) {
    auto generator = DynamicLibrarySearchGenerator::Load(library, prefix);
    if (generator) {
      runtime.addGenerator(std::move(*generator));
    } else {
      // A C library without it: kernels that need it fail to load with the name of the missing symbol.
      llvm::consumeError(generator.takeError());
    }
  }
}

// What LLVM reports besides the error that a call returns: the returned one often names only the symbol asked for, the
// reported one the cause. Code is linked on the thread that asks for it.
thread_local std::string reported;

struct Session {
  std::unique_ptr<LLJIT> jit;
  JITDylib* runtime;
  std::atomic<int64_t> libraries{0};
};

std::unique_ptr<LLJIT> make_jit() {
  const auto machine = make_target_machine(3);
  llvm::orc::JITTargetMachineBuilder target(machine->getTargetTriple());
  return llvm::cantFail(llvm::orc::LLJITBuilder()
                            .setJITTargetMachineBuilder(std::move(target))
                            .setDataLayout(machine->createDataLayout())
                            .setLinkProcessSymbolsByDefault(false)
                            .setPlatformSetUp(llvm::orc::setUpInactivePlatform)
                            .create());
}

// Never destroyed: kernels may still run on other threads while the process exits.
Session& session() {
  static Session* const instance = [] {
    auto* const made = new Session{make_jit(), nullptr};
    made->jit->getExecutionSession().setErrorReporter(
        [](llvm::Error error) { reported += llvm::toString(std::move(error)) + "; "; });
    made->runtime = &llvm::cantFail(made->jit->createJITDylib("runtime"));
    define_runtime(*made->jit, *made->runtime);
    define_system_libraries(*made->jit, *made->runtime);
    return made;
  }();
  return *instance;
}

}  // namespace

struct LoadedModule::Library {
  JITDylib& dylib;

  explicit Library(JITDylib& loaded) : dylib(loaded) {}
  ~Library() { llvm::cantFail(session().jit->getExecutionSession().removeJITDylib(dylib)); }
};

LoadedModule::LoadedModule(std::vector<std::string> bitcodes, std::unique_ptr<Library> library)
    : bitcodes_(std::move(bitcodes)), library_(std::move(library)) {}

LoadedModule::~LoadedModule() = default;

std::string LoadedModule::print_parts(std::string (*print)(const std::string& bitcode)) const {
  std::string text;
  for (const std::string& bitcode : bitcodes_) text += print(bitcode);
  return text;
}

std::variant<std::shared_ptr<LoadedModule>, CompileError> load(CompiledCode code) {
  Session& all = session();
  const int64_t number = all.libraries.fetch_add(1, std::memory_order_relaxed);
  JITDylib& dylib = llvm::cantFail(all.jit->createJITDylib("module" + std::to_string(number)));
  auto library = std::make_unique<LoadedModule::Library>(dylib);
  dylib.addToLinkOrder(*all.runtime);
  reported.clear();
  const auto failed = [](llvm::Error error) {
    return CompileError{"Loading the compiled code failed: " + reported + llvm::toString(std::move(error))};
  };
  std::vector<std::string> bitcodes;
  for (CodePart& part : code.parts) {
    if (auto error = all.jit->addObjectFile(dylib, std::move(part.object))) return failed(std::move(error));
    bitcodes.push_back(std::move(part.bitcode));
  }

  auto module = std::make_shared<LoadedModule>(std::move(bitcodes), std::move(library));
  for (const std::string& name : code.functions) {
    auto address = all.jit->lookup(dylib, name);
    if (!address) return failed(address.takeError());
    module->kernels.emplace(name, Kernel{address->toPtr<KernelFunction>(), &module->statistics, &module->names, module});
  }
  return module;
}

}  // namespace weft

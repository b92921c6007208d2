#include "optimize.h"

#include <llvm/ADT/SmallVector.h>
#include <llvm/AsmParser/Parser.h>
#include <llvm/Bitcode/BitcodeReader.h>
#include <llvm/Bitcode/BitcodeWriter.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>
#include <llvm/IR/Verifier.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Support/CommandLine.h>
#include <llvm/Support/SmallVectorMemoryBuffer.h>
#include <llvm/Support/SourceMgr.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/Target/TargetMachine.h>

#include <mutex>
#include <stdexcept>
#include <utility>

#include "target.h"

namespace weft {
namespace {

std::string describe(const llvm::SMDiagnostic& problem) {
  return "LLVM rejected line " + std::to_string(problem.getLineNo()) + ", column " +
         std::to_string(problem.getColumnNo() + 1) + " of the IR: " + problem.getMessage().str() + "\n    " +
         problem.getLineContents().str();
}

// With debug locations in the IR, the parser verifies the module to see whether they need an upgrade, and ends the process
// when it is invalid. Ours are new, and compile_to_object() verifies by itself.
void keep_parser_from_verifying() {
  static std::once_flag once;
  std::call_once(once, [] {
    llvm::cl::Option* const option = llvm::cl::getRegisteredOptions().lookup("disable-auto-upgrade-debug-info");
    if (option != nullptr) *static_cast<llvm::cl::opt<bool>*>(option) = true;
  });
}

// Rows are often shorter than an unrolled vector loop's stride: what is left of them is worth vectors, too. LLVM by itself
// thinks so from 16 lanes on, which doubles never have.
void vectorize_what_is_left() {
  static std::once_flag once;
  std::call_once(once, [] {
    llvm::cl::Option* const option = llvm::cl::getRegisteredOptions().lookup("epilogue-vectorization-minimum-VF");
    if (option != nullptr) *static_cast<llvm::cl::opt<unsigned>*>(option) = 4;
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

void emit(llvm::Module& module, llvm::TargetMachine& machine, llvm::raw_pwrite_stream& to,
          llvm::CodeGenFileType type) {
  llvm::legacy::PassManager passes;
  if (machine.addPassesToEmitFile(passes, to, nullptr, type)) {
    throw std::runtime_error("LLVM's back end can't write this kind of file");
  }
  passes.run(module);
}

std::vector<std::string> exported_functions(const llvm::Module& module) {
  std::vector<std::string> names;
  for (const llvm::Function& function : module) {
    if (!function.isDeclaration() && !function.hasLocalLinkage()) names.push_back(function.getName().str());
  }
  return names;
}

std::unique_ptr<llvm::Module> read_bitcode(const std::string& bitcode, llvm::LLVMContext& context) {
  return llvm::cantFail(llvm::parseBitcodeFile(llvm::MemoryBufferRef(bitcode, "weft"), context));
}

}  // namespace

std::variant<CompiledCode, CompileError> compile_to_object(const std::string& ir, const CompileOptions& options) {
  keep_parser_from_verifying();
  vectorize_what_is_left();
  CompilerMessages messages;
  llvm::LLVMContext context;
  context.setDiagnosticHandler(make_message_recorder(messages, options.remarks));
  llvm::SMDiagnostic problem;
  const std::unique_ptr<llvm::Module> module = llvm::parseAssemblyString(ir, problem, context);
  if (module == nullptr) return CompileError{describe(problem)};

  const auto machine = make_target_machine(options.optimization_level);
  module->setTargetTriple(machine->getTargetTriple().str());
  module->setDataLayout(machine->createDataLayout());
  std::string invalid;
  llvm::raw_string_ostream invalid_stream(invalid);
  if (llvm::verifyModule(*module, &invalid_stream)) return CompileError{"LLVM rejected the IR: " + invalid};

  optimize(*module, *machine, options.optimization_level);
  CompiledCode code;
  llvm::raw_string_ostream bitcode_stream(code.bitcode);
  llvm::WriteBitcodeToFile(*module, bitcode_stream);
  code.functions = exported_functions(*module);

  llvm::SmallVector<char, 0> object;
  llvm::raw_svector_ostream object_stream(object);
  emit(*module, *machine, object_stream, llvm::CodeGenFileType::ObjectFile);
  if (!messages.errors.empty()) return CompileError{"LLVM could not compile the IR: " + messages.errors.front()};
  code.object = std::make_unique<llvm::SmallVectorMemoryBuffer>(std::move(object), false);
  code.remarks = std::move(messages.remarks);
  return code;
}

std::string print_assembly(const std::string& bitcode) {
  llvm::LLVMContext context;
  const auto module = read_bitcode(bitcode, context);
  llvm::SmallVector<char, 0> text;
  llvm::raw_svector_ostream stream(text);
  emit(*module, *make_target_machine(3), stream, llvm::CodeGenFileType::AssemblyFile);
  return std::string(text.data(), text.size());
}

std::string print_ir(const std::string& bitcode) {
  llvm::LLVMContext context;
  std::string text;
  llvm::raw_string_ostream stream(text);
  read_bitcode(bitcode, context)->print(stream, nullptr);
  return text;
}

}  // namespace weft

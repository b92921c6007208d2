#include "optimize.h"

#include <llvm/ADT/SmallVector.h>
#include <llvm/AsmParser/Parser.h>
#include <llvm/Bitcode/BitcodeReader.h>
#include <llvm/Bitcode/BitcodeWriter.h>
#include <llvm/IR/DebugInfo.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/IR/Module.h>
#include <llvm/IR/Verifier.h>
#include <llvm/Support/SmallVectorMemoryBuffer.h>
#include <llvm/Support/SourceMgr.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/Target/TargetMachine.h>

#include <algorithm>
#include <map>
#include <stdexcept>
#include <utility>

#include "module_parts.h"
#include "parallel_tasks.h"
#include "pass_pipeline.h"
#include "processor_count.h"
#include "target.h"

namespace weft {
namespace {

std::string describe(const llvm::SMDiagnostic& problem) {
  return "LLVM rejected line " + std::to_string(problem.getLineNo()) + ", column " +
         std::to_string(problem.getColumnNo() + 1) + " of the IR: " + problem.getMessage().str() + "\n    " +
         problem.getLineContents().str();
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

// A module being compiled on one thread: contexts can't be shared.
class Unit {
 public:
  explicit Unit(const CompileOptions& options)
      : options_(options), machine_(make_target_machine(options.optimization_level)) {
    context_.setDiagnosticHandler(make_message_recorder(messages, options.remarks));
  }
  llvm::Module& module() const { return *module_; }

  // Reads and verifies the text. What is wrong with it; empty where nothing is.
  std::string parse(const std::string& ir) {
    llvm::SMDiagnostic problem;
    module_ = llvm::parseAssemblyString(ir, problem, context_);
    if (module_ == nullptr) return describe(problem);
    module_->setTargetTriple(machine_->getTargetTriple().str());
    module_->setDataLayout(machine_->createDataLayout());
    std::string invalid;
    llvm::raw_string_ostream invalid_stream(invalid);
    return llvm::verifyModule(*module_, &invalid_stream) ? "LLVM rejected the IR: " + invalid : "";
  }

  CodePart compile() {
    optimize(*module_, *machine_, options_.optimization_level);
    // Locations were for the remarks; the back end would only carry them along.
    llvm::StripDebugInfo(*module_);
    CodePart part;
    llvm::raw_string_ostream bitcode_stream(part.bitcode);
    llvm::WriteBitcodeToFile(*module_, bitcode_stream);
    llvm::SmallVector<char, 0> object;
    llvm::raw_svector_ostream object_stream(object);
    emit(*module_, *machine_, object_stream, llvm::CodeGenFileType::ObjectFile);
    part.object = std::make_unique<llvm::SmallVectorMemoryBuffer>(std::move(object), false);
    return part;
  }

  CompilerMessages messages;

 private:
  const CompileOptions options_;
  std::unique_ptr<llvm::TargetMachine> machine_;
  llvm::LLVMContext context_;
  std::unique_ptr<llvm::Module> module_;
};

struct CompiledPart {
  CodePart code;
  CompilerMessages messages;
};

// The parts of the module that `first` has parsed, each on a thread of its own.
std::vector<CompiledPart> compile_parts(const std::string& ir, const CompileOptions& options, Unit& first) {
  const std::vector<ModulePart> parts = cut_into_parts(first.module(), processor_count());
  std::vector<CompiledPart> compiled(parts.size());
  run_tasks(parts.size(), [&](size_t index) {
    std::unique_ptr<Unit> own;
    if (index > 0) {
      own = std::make_unique<Unit>(options);
      const std::string problem = own->parse(ir);
      if (!problem.empty()) throw std::runtime_error(problem);
    }
    Unit& unit = index > 0 ? *own : first;
    if (parts.size() > 1) keep_part(unit.module(), parts[index]);
    compiled[index].code = unit.compile();
    compiled[index].messages = std::move(unit.messages);
  });
  return compiled;
}

std::unique_ptr<llvm::Module> read_bitcode(const std::string& bitcode, llvm::LLVMContext& context) {
  return llvm::cantFail(llvm::parseBitcodeFile(llvm::MemoryBufferRef(bitcode, "weft"), context));
}

}  // namespace

std::variant<CompiledCode, CompileError> compile_to_object(const std::string& ir, const CompileOptions& options) {
  configure_llvm();
  Unit first(options);
  const std::string problem = first.parse(ir);
  if (!problem.empty()) return CompileError{problem};

  CompiledCode code;
  code.functions = exported_functions(first.module());
  std::map<std::string, size_t> order;
  for (const llvm::Function& function : first.module()) order.emplace(function.getName().str(), order.size());
  for (CompiledPart& part : compile_parts(ir, options, first)) {
    const auto& [remarks, errors] = part.messages;
    if (!errors.empty()) return CompileError{"LLVM could not compile the IR: " + errors.front()};
    code.parts.push_back(std::move(part.code));
    code.remarks.insert(code.remarks.end(), remarks.begin(), remarks.end());
  }
  std::stable_sort(code.remarks.begin(), code.remarks.end(), [&](const Remark& a, const Remark& b) {
    return order[a.function] < order[b.function];
  });
  return code;
}

std::string print_assembly(const std::string& bitcode) {
  configure_llvm();
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

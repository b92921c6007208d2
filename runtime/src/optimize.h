// IR text to machine code: parse, verify, optimize, emit.
#ifndef WEFT_OPTIMIZE_H
#define WEFT_OPTIMIZE_H
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "remarks.h"

namespace llvm {
class MemoryBuffer;
}

namespace weft {

struct CompileOptions {
  int optimization_level;
  bool remarks;
};

struct CompileError {
  std::string message;
};

// One thread's share of a module.
struct CodePart {
  std::unique_ptr<llvm::MemoryBuffer> object;
  // The IR after optimization, kept small: assembly and IR are printed from it when somebody asks.
  std::string bitcode;
};

struct CompiledCode {
  std::vector<CodePart> parts;
  // Functions with a body that the module exports.
  std::vector<std::string> functions;
  // In the order of the functions.
  std::vector<Remark> remarks;
};

// Compiles on several threads where the module is large. Safe from any thread. Errors of LLVM's parser name the line of the text.
std::variant<CompiledCode, CompileError> compile_to_object(const std::string& ir, const CompileOptions& options);
std::string print_assembly(const std::string& bitcode);
std::string print_ir(const std::string& bitcode);

}  // namespace weft
#endif

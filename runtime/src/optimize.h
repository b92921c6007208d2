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

struct CompiledCode {
  std::unique_ptr<llvm::MemoryBuffer> object;
  // The module after optimization, kept small: assembly and IR are printed from it when somebody asks.
  std::string bitcode;
  // Functions with a body that the module exports.
  std::vector<std::string> functions;
  std::vector<Remark> remarks;
};

// Safe from any thread. Errors of LLVM's parser name the line of the text.
std::variant<CompiledCode, CompileError> compile_to_object(const std::string& ir, const CompileOptions& options);
std::string print_assembly(const std::string& bitcode);
std::string print_ir(const std::string& bitcode);

}  // namespace weft
#endif

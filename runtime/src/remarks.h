// What LLVM says while it compiles: loops it vectorized or did not, and errors.
#ifndef WEFT_REMARKS_H
#define WEFT_REMARKS_H
#include <memory>
#include <string>
#include <vector>

namespace llvm {
struct DiagnosticHandler;
}

namespace weft {

struct Remark {
  // "passed", "missed" or "analysis".
  std::string kind;
  // LLVM's short name, as "Vectorized" or "CantVectorizeMemory".
  std::string name;
  std::string function;
  std::string message;
  // Of the debug location; 0 where the IR has none.
  unsigned line;
  unsigned column;
};

struct CompilerMessages {
  std::vector<Remark> remarks;
  std::vector<std::string> errors;
};

// A handler that appends to `messages`, which must outlive the LLVM context it is given to. Remarks of the loop
// vectorizer and of PastCachesPass are recorded when `with_remarks`.
std::unique_ptr<llvm::DiagnosticHandler> make_message_recorder(CompilerMessages& messages, bool with_remarks);

}  // namespace weft
#endif

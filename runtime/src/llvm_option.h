// Options of LLVM that only its command line knows.
#ifndef WEFT_LLVM_OPTION_H
#define WEFT_LLVM_OPTION_H
#include <llvm/Support/CommandLine.h>

namespace weft {

// Sets an option of type T for the whole process; one that this LLVM does not have is left alone.
template <typename T>
void set_llvm_option(const char* name, T value) {
  llvm::cl::Option* const option = llvm::cl::getRegisteredOptions().lookup(name);
  if (option != nullptr) *static_cast<llvm::cl::opt<T>*>(option) = value;
}

}  // namespace weft
#endif

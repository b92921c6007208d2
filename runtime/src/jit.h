// Compiled modules in memory: loading, looking up kernels, unloading.
#ifndef WEFT_JIT_H
#define WEFT_JIT_H
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "kernel_abi.h"
#include "loop_names.h"
#include "loop_statistics.h"
#include "optimize.h"

namespace weft {

using KernelFunction = int32_t (*)(weft_context*, const int64_t*, int64_t*);

class LoadedModule;

struct Kernel {
  KernelFunction function;
  LoopStatistics* statistics;
  const LoopNames* names;
  // Weak: a kernel belongs to its module.
  std::weak_ptr<LoadedModule> module;
};

// The code of one compile. It is unloaded with the last reference, so whoever runs a kernel holds one.
class LoadedModule {
 public:
  struct Library;
  LoadedModule(std::vector<std::string> bitcodes, std::unique_ptr<Library> library);
  ~LoadedModule();
  LoadedModule(const LoadedModule&) = delete;
  LoadedModule& operator=(const LoadedModule&) = delete;

  // By name. Their addresses stay valid for the life of the module.
  std::map<std::string, Kernel> kernels;
  LoopStatistics statistics;
  LoopNames names;
  std::string assembly() const { return print_parts(print_assembly); }
  std::string ir() const { return print_parts(print_ir); }

 private:
  std::string print_parts(std::string (*print)(const std::string& bitcode)) const;

  std::vector<std::string> bitcodes_;
  std::unique_ptr<Library> library_;
};

// Links code into the process; every symbol is resolved when this returns. Safe from any thread.
std::variant<std::shared_ptr<LoadedModule>, CompileError> load(CompiledCode code);

}  // namespace weft
#endif

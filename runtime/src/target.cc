#include "target.h"

#include <llvm/ADT/StringMap.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Target/TargetMachine.h>
#include <llvm/TargetParser/Host.h>

#include <algorithm>
#include <mutex>
#include <stdexcept>
#include <vector>

namespace weft {
namespace {

void initialize_back_end() {
  static std::once_flag once;
  std::call_once(once, [] {
    llvm::InitializeNativeTarget();
    llvm::InitializeNativeTargetAsmPrinter();
  });
}

const llvm::Target& host_target() {
  initialize_back_end();
  std::string problem;
  const llvm::Target* const target = llvm::TargetRegistry::lookupTarget(llvm::sys::getProcessTriple(), problem);
  if (target == nullptr) throw std::runtime_error("LLVM has no back end for this machine: " + problem);
  return *target;
}

// Asking the processor is slow on virtual machines, which trap the instruction.
std::string joined_features() {
  std::vector<std::string> features;
  for (const auto& feature : llvm::sys::getHostCPUFeatures()) {
    features.push_back((feature.second ? "+" : "-") + feature.first().str());
  }
  std::sort(features.begin(), features.end());
  std::string joined;
  for (const std::string& feature : features) joined += (joined.empty() ? "" : ",") + feature;
  return joined;
}

}  // namespace

const std::string& processor_name() {
  static const std::string name = llvm::sys::getHostCPUName().str();
  return name;
}

const std::string& processor_features() {
  static const std::string features = joined_features();
  return features;
}

int vector_bits() {
  const auto features = llvm::sys::getHostCPUFeatures();
  const auto has = [&](const char* name) { return features.lookup(name); };
  if (has("avx512f") && has("avx512vl") && has("avx512dq") && has("avx512bw")) return 512;
  return has("avx2") ? 256 : 128;
}

std::unique_ptr<llvm::TargetMachine> make_target_machine(int optimization_level) {
  const llvm::CodeGenOptLevel levels[] = {llvm::CodeGenOptLevel::None, llvm::CodeGenOptLevel::Less,
                                          llvm::CodeGenOptLevel::Default, llvm::CodeGenOptLevel::Aggressive};
  // Kernels live far from the addresses they call, and code is placed anywhere: position-independent, small model.
  return std::unique_ptr<llvm::TargetMachine>(host_target().createTargetMachine(
      llvm::sys::getProcessTriple(), processor_name(), processor_features(), llvm::TargetOptions(), llvm::Reloc::PIC_,
      llvm::CodeModel::Small, levels[std::clamp(optimization_level, 0, 3)], true));
}

}  // namespace weft

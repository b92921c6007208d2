#include "module_parts.h"

#include <llvm/Analysis/LoopInfo.h>
#include <llvm/IR/Dominators.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/Module.h>

#include <algorithm>
#include <cstdint>
#include <utility>

namespace weft {
namespace {

// Loops become several: a vector loop, its rest, and what is left of that.
constexpr int64_t kCopiesOfLoop = 4;
// Less than this (some 5 ms) is not worth a thread, which has to parse the module.
constexpr int64_t kLeastWork = 200;
constexpr int64_t kMostParts = 8;

// Whether the function is only passed around, to the runtime: nobody inlines it.
bool is_only_passed(const llvm::Function& function) {
  return !function.use_empty() && std::all_of(function.use_begin(), function.use_end(), [](const llvm::Use& use) {
    const auto* const call = llvm::dyn_cast<llvm::CallBase>(use.getUser());
    return call != nullptr && !call->isCallee(&use);
  });
}

bool can_be_apart(const llvm::Function& function) {
  return !function.isDeclaration() && (!function.hasLocalLinkage() || is_only_passed(function));
}

int64_t work_of(llvm::Function& function) {
  const llvm::DominatorTree dominators(function);
  const llvm::LoopInfo loops(dominators);
  int64_t work = 0;
  for (const llvm::BasicBlock& block : function) {
    work += static_cast<int64_t>(block.size()) * (loops.getLoopFor(&block) == nullptr ? 1 : kCopiesOfLoop);
  }
  return work;
}

// Variables would be there once for each part.
bool has_variables(const llvm::Module& module) {
  return std::any_of(module.global_begin(), module.global_end(), [](const llvm::GlobalVariable& global) {
    return !global.isConstant() && !global.getName().starts_with("llvm.");
  });
}

}  // namespace

std::vector<ModulePart> cut_into_parts(llvm::Module& module, int most) {
  std::vector<std::pair<int64_t, std::string>> functions;
  int64_t total = 0;
  for (llvm::Function& function : module) {
    if (!can_be_apart(function)) continue;
    functions.emplace_back(work_of(function), function.getName().str());
    total += functions.back().first;
  }
  const int64_t count = std::clamp<int64_t>(total / kLeastWork, 1, std::min<int64_t>(most, kMostParts));
  if (count == 1 || has_variables(module)) return {ModulePart()};

  // The longest first, each to the part with the least to do.
  std::stable_sort(functions.begin(), functions.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<std::pair<int64_t, ModulePart>> parts(count);
  for (const auto& [work, name] : functions) {
    auto& least = *std::min_element(parts.begin(), parts.end(),
                                    [](const auto& a, const auto& b) { return a.first < b.first; });
    least.first += work;
    least.second.insert(name);
  }
  std::vector<ModulePart> result;
  for (auto& [work, part] : parts) {
    if (!part.empty()) result.push_back(std::move(part));
  }
  return result;
}

void keep_part(llvm::Module& module, const ModulePart& part) {
  std::vector<llvm::Function*> apart;
  for (llvm::Function& function : module) {
    if (can_be_apart(function)) apart.push_back(&function);
  }
  for (llvm::Function* const function : apart) {
    if (part.count(function->getName().str()) > 0) {
      function->setLinkage(llvm::GlobalValue::ExternalLinkage);
    } else {
      function->deleteBody();
    }
  }
}

}  // namespace weft

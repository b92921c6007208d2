#include "past_caches.h"

#include <llvm/Analysis/AliasAnalysis.h>
#include <llvm/Analysis/InstSimplifyFolder.h>
#include <llvm/Analysis/LoopInfo.h>
#include <llvm/Analysis/OptimizationRemarkEmitter.h>
#include <llvm/Analysis/ScalarEvolution.h>
#include <llvm/Analysis/ScalarEvolutionExpressions.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/IntrinsicsX86.h>
#include <llvm/IR/Module.h>
#include <llvm/TargetParser/Triple.h>
#include <llvm/Transforms/Utils/BasicBlockUtils.h>
#include <llvm/Transforms/Utils/Cloning.h>
#include <llvm/Transforms/Utils/Local.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace weft {

const char kPastCaches[] = "weft-past-caches";

namespace {

constexpr int64_t kLine = 64;
// Lines at both ends are written through the caches and past them, which takes longer than either.
constexpr int64_t kLeastIterations = 256;
// Loops that compute much for each line, or divide, do not wait for memory.
constexpr size_t kMostInstructions = 300;

// Stores of one array, of which `first` has the lowest address: together they fill what the loop advances by in an iteration.
struct Stream {
  llvm::Value* first;
  int64_t step;
  int64_t filled;
};

// What goes up by `step` in each iteration.
struct Counter {
  llvm::PHINode* phi;
  int64_t step;
};

struct VectorLoop {
  llvm::BasicBlock* body;
  llvm::BasicBlock* before;
  llvm::BasicBlock* after;
  // The counter that ends the loop. It goes from 0 by the number of elements in an iteration.
  llvm::PHINode* main;
  int64_t lanes;
  // Where that ends: a multiple of `lanes`.
  llvm::Value* limit;
  std::vector<Counter> counters;
  std::vector<Stream> streams;
};

std::optional<int64_t> constant_step(const llvm::SCEVAddRecExpr* value, llvm::ScalarEvolution& evolution) {
  if (value == nullptr || !value->isAffine()) return std::nullopt;
  const auto* const step = llvm::dyn_cast<llvm::SCEVConstant>(value->getStepRecurrence(evolution));
  if (step == nullptr || step->getAPInt().getSignificantBits() > 63) return std::nullopt;
  return step->getAPInt().getSExtValue();
}

int64_t size_of(const llvm::StoreInst& store) {
  const llvm::DataLayout& layout = store.getModule()->getDataLayout();
  return static_cast<int64_t>(layout.getTypeStoreSize(store.getValueOperand()->getType()).getKnownMinValue());
}

class Matcher {
 public:
  Matcher(const llvm::Loop& loop, llvm::ScalarEvolution& evolution, llvm::AAResults& aliases)
      : loop_(loop), evolution_(evolution), aliases_(aliases) {}

  std::optional<VectorLoop> match() {
    llvm::BasicBlock* const body = loop_.getHeader();
    llvm::BasicBlock* const before = loop_.getLoopPredecessor();
    if (loop_.getNumBlocks() != 1 || before == nullptr || body->size() > kMostInstructions) return std::nullopt;
    found_ = {body, before, nullptr, nullptr, 0, nullptr, {}, {}};
    if (!keeps_values() || !find_counters() || !find_end() || !find_streams()) return std::nullopt;
    return std::move(found_);
  }

 private:
  const llvm::SCEVAddRecExpr* recurrence(llvm::Value* value) {
    if (!evolution_.isSCEVable(value->getType())) return nullptr;
    const auto* const found = llvm::dyn_cast<llvm::SCEVAddRecExpr>(evolution_.getSCEV(value));
    return found != nullptr && found->getLoop() == &loop_ ? found : nullptr;
  }

  // Nothing that the loop computes is used after it.
  bool keeps_values() const {
    return std::all_of(found_.body->begin(), found_.body->end(), [&](const llvm::Instruction& instruction) {
      return !instruction.isUsedOutsideOfBlock(found_.body);
    });
  }

  bool find_counters() {
    for (llvm::PHINode& phi : found_.body->phis()) {
      const auto step = constant_step(recurrence(&phi), evolution_);
      if (!step) return false;
      found_.counters.push_back({&phi, *step});
    }
    return true;
  }

  bool find_end() {
    const auto* const end = llvm::dyn_cast<llvm::BranchInst>(found_.body->getTerminator());
    const auto* const test = end != nullptr && end->isConditional() ? llvm::dyn_cast<llvm::ICmpInst>(end->getCondition()) : nullptr;
    if (test == nullptr || test->getPredicate() != llvm::CmpInst::ICMP_EQ || end->getSuccessor(1) != found_.body ||
        !loop_.isLoopInvariant(test->getOperand(1))) {
      return false;
    }
    found_.after = end->getSuccessor(0);
    found_.limit = test->getOperand(1);
    for (const Counter& counter : found_.counters) {
      // Vector loops that take what is left by another begin elsewhere.
      const auto* const start = llvm::dyn_cast<llvm::ConstantInt>(counter.phi->getIncomingValueForBlock(found_.before));
      if (test->getOperand(0) != counter.phi->getIncomingValueForBlock(found_.body) || start == nullptr || !start->isZero()) continue;
      found_.main = counter.phi;
      found_.lanes = counter.step;
    }
    return found_.lanes > 0 && found_.main->getType()->isIntegerTy(64) &&
           std::all_of(found_.counters.begin(), found_.counters.end(),
                       [&](const Counter& counter) { return counter.step % found_.lanes == 0; });
  }

  bool find_streams() {
    std::vector<llvm::StoreInst*> stores;
    std::vector<llvm::LoadInst*> loads;
    for (llvm::Instruction& instruction : *found_.body) {
      if (auto* const store = llvm::dyn_cast<llvm::StoreInst>(&instruction)) {
        stores.push_back(store);
      } else if (auto* const load = llvm::dyn_cast<llvm::LoadInst>(&instruction)) {
        loads.push_back(load);
      } else if (instruction.mayReadOrWriteMemory() || instruction.getOpcode() == llvm::Instruction::FDiv) {
        return false;
      }
    }
    return !stores.empty() && std::all_of(stores.begin(), stores.end(), [&](auto* store) { return add(*store); }) &&
           std::all_of(found_.streams.begin(), found_.streams.end(), [&](const Stream& stream) { return fills(stream); }) &&
           std::all_of(loads.begin(), loads.end(), [&](auto* load) { return is_apart(*load, stores); });
  }

  bool add(llvm::StoreInst& store) {
    const auto* const address = recurrence(store.getPointerOperand());
    const auto step = constant_step(address, evolution_);
    if (!store.isSimple() || !llvm::isa<llvm::FixedVectorType>(store.getValueOperand()->getType()) || !step || *step <= 0) return false;
    const int64_t size = size_of(store);
    if (size < 16 || (size & (size - 1)) != 0) return false;
    for (Stream& stream : found_.streams) {
      const auto* const distance = llvm::dyn_cast<llvm::SCEVConstant>(evolution_.getMinusSCEV(address, evolution_.getSCEV(stream.first)));
      if (distance == nullptr) continue;
      const int64_t bytes = distance->getAPInt().getSExtValue();
      // Vector loops store in the order of addresses.
      if (bytes != stream.filled || bytes % std::min(size, kLine) != 0) return false;
      stream.filled += size;
      return true;
    }
    found_.streams.push_back({store.getPointerOperand(), *step, size});
    return true;
  }

  bool fills(const Stream& stream) const {
    return stream.filled == stream.step && stream.step % kLine == 0 && stream.step % found_.lanes == 0 &&
           kLine % (stream.step / found_.lanes) == 0;
  }

  // Anywhere in the loop, not in one iteration alone.
  bool is_apart(const llvm::LoadInst& load, const std::vector<llvm::StoreInst*>& stores) {
    const auto anywhere = [](const llvm::Instruction& access, const llvm::Value* pointer) {
      return llvm::MemoryLocation::getBeforeOrAfter(pointer, access.getAAMetadata());
    };
    return load.isSimple() && std::all_of(stores.begin(), stores.end(), [&](const llvm::StoreInst* store) {
             return aliases_.isNoAlias(anywhere(load, load.getPointerOperand()), anywhere(*store, store->getPointerOperand()));
           });
  }

  const llvm::Loop& loop_;
  llvm::ScalarEvolution& evolution_;
  llvm::AAResults& aliases_;
  VectorLoop found_;
};

class Versioner {
 public:
  Versioner(llvm::Function& function, llvm::Value* wanted, const VectorLoop& loop)
      : function_(function),
        wanted_(wanted),
        loop_(loop),
        check_(llvm::BasicBlock::Create(function.getContext(), "past.check", &function, loop.body)),
        build_(check_, llvm::InstSimplifyFolder(function.getDataLayout())) {}

  void add_version() {
    loop_.before->getTerminator()->replaceSuccessorWith(loop_.body, check_);
    loop_.body->replacePhiUsesWith(loop_.before, check_);

    // Of the iterations.
    llvm::Value* const last = build_.CreateSub(loop_.limit, number(loop_.lanes));
    llvm::Value* const skipped = elements_before_line();
    llvm::Value* pays = build_.CreateAnd(wanted_, build_.CreateICmpUGE(last, number(loop_.lanes * kLeastIterations)));
    for (const Stream& stream : loop_.streams) {
      llvm::Value* const address = build_.CreateAdd(begin_of(stream), build_.CreateMul(skipped, number(item_size(stream))));
      pays = build_.CreateAnd(pays, build_.CreateIsNull(build_.CreateAnd(address, number(kLine - 1))));
    }
    llvm::ValueToValueMapTy to_edge;
    llvm::ValueToValueMapTy to_past;
    llvm::BasicBlock* const edge = copy_body(".edge", to_edge);
    llvm::BasicBlock* const past = copy_body(".past", to_past);
    for (const Counter& counter : loop_.counters) {
      auto* const at_edge = llvm::cast<llvm::PHINode>(to_edge[counter.phi]);
      at_edge->setIncomingValueForBlock(edge, elements_later(counter, last));
      at_edge->replaceIncomingBlockWith(edge, past);
      auto* const at_past = llvm::cast<llvm::PHINode>(to_past[counter.phi]);
      at_past->setIncomingValueForBlock(check_, elements_later(counter, skipped));
      at_past->replaceIncomingBlockWith(check_, edge);
    }
    llvm::PHINode* const is_last = llvm::PHINode::Create(build_.getInt1Ty(), 2, "last", edge->begin());
    is_last->addIncoming(build_.getFalse(), check_);
    is_last->addIncoming(build_.getTrue(), past);
    replace_end(*edge, llvm::BranchInst::Create(loop_.after, past, is_last));
    for (llvm::PHINode& phi : loop_.after->phis()) phi.addIncoming(phi.getIncomingValueForBlock(loop_.body), edge);

    llvm::Value* const next = llvm::cast<llvm::PHINode>(to_past[loop_.main])->getIncomingValueForBlock(past);
    llvm::Value* const limit = build_.CreateAdd(skipped, last);
    llvm::Value* const done = llvm::IRBuilder<>(past->getTerminator()).CreateICmpEQ(next, limit);
    replace_end(*past, llvm::BranchInst::Create(edge, past, done));
    for (llvm::Instruction& instruction : *past) {
      if (auto* const store = llvm::dyn_cast<llvm::StoreInst>(&instruction)) bypass(*store);
    }
    build_.CreateCondBr(pays, edge, loop_.body);
  }

 private:
  llvm::Value* number(int64_t value) { return build_.getInt64(static_cast<uint64_t>(value)); }

  int64_t item_size(const Stream& stream) const { return stream.step / loop_.lanes; }

  llvm::Value* begin_of(const Stream& stream) {
    return build_.CreatePtrToInt(value_at_start(stream.first), build_.getInt64Ty());
  }

  // A value of the body as it is in the first iteration, computed before the loop. Addresses come of counters alone.
  llvm::Value* value_at_start(llvm::Value* value) {
    auto* const instruction = llvm::dyn_cast<llvm::Instruction>(value);
    if (instruction == nullptr || instruction->getParent() != loop_.body) return value;
    if (auto* const phi = llvm::dyn_cast<llvm::PHINode>(instruction)) return phi->getIncomingValueForBlock(check_);
    llvm::Instruction* const copy = instruction->clone();
    for (llvm::Use& operand : copy->operands()) operand.set(value_at_start(operand.get()));
    return build_.Insert(copy, "start");
  }

  llvm::Value* elements_before_line() {
    const Stream& stream = loop_.streams.front();
    llvm::Value* const bytes = build_.CreateAnd(build_.CreateNeg(begin_of(stream)), number(kLine - 1));
    return build_.CreateUDiv(bytes, number(item_size(stream)));
  }

  // A counter after so many elements.
  llvm::Value* elements_later(const Counter& counter, llvm::Value* elements) {
    llvm::Value* const start = counter.phi->getIncomingValueForBlock(check_);
    llvm::Value* const way = build_.CreateMul(elements, number(counter.step / loop_.lanes));
    if (start->getType()->isPointerTy()) return build_.CreateGEP(build_.getInt8Ty(), start, way);
    return build_.CreateAdd(start, build_.CreateTrunc(way, start->getType()));
  }

  llvm::BasicBlock* copy_body(const char* suffix, llvm::ValueToValueMapTy& copies) {
    llvm::BasicBlock* const copy = llvm::CloneBasicBlock(loop_.body, copies, suffix, &function_);
    copies[loop_.body] = copy;
    for (llvm::Instruction& instruction : *copy) {
      llvm::RemapInstruction(&instruction, copies, llvm::RF_NoModuleLevelChanges | llvm::RF_IgnoreMissingLocals);
    }
    return copy;
  }

  static void replace_end(llvm::BasicBlock& block, llvm::BranchInst* end) {
    llvm::Value* const condition = llvm::cast<llvm::BranchInst>(block.getTerminator())->getCondition();
    block.getTerminator()->eraseFromParent();
    end->insertInto(&block, block.end());
    llvm::RecursivelyDeleteTriviallyDeadInstructions(condition);
  }

  static void bypass(llvm::StoreInst& store) {
    llvm::LLVMContext& context = store.getContext();
    const auto one = llvm::ConstantAsMetadata::get(llvm::ConstantInt::get(llvm::Type::getInt32Ty(context), 1));
    store.setMetadata(llvm::LLVMContext::MD_nontemporal, llvm::MDNode::get(context, one));
    store.setAlignment(llvm::Align(static_cast<uint64_t>(std::min(size_of(store), kLine))));
  }

  llvm::Function& function_;
  llvm::Value* const wanted_;
  const VectorLoop& loop_;
  llvm::BasicBlock* const check_;
  llvm::IRBuilder<llvm::InstSimplifyFolder> build_;
};

// Stores past the caches are not ordered with others: before the function is left, on x86-64, they are waited for. The barriers that threads
// meet at order them on aarch64.
void add_fences(llvm::Function& function, llvm::Value* wanted) {
  if (!llvm::Triple(function.getParent()->getTargetTriple()).isX86()) return;
  std::vector<llvm::ReturnInst*> ends;
  for (llvm::BasicBlock& block : function) {
    if (auto* const end = llvm::dyn_cast<llvm::ReturnInst>(block.getTerminator())) ends.push_back(end);
  }
  for (llvm::ReturnInst* const end : ends) {
    llvm::Instruction* const then = llvm::SplitBlockAndInsertIfThen(wanted, end->getIterator(), false);
    llvm::IRBuilder<>(then).CreateIntrinsic(llvm::Intrinsic::x86_sse_sfence, {}, {});
  }
}

llvm::CallInst* find_marker(llvm::Function& function) {
  const llvm::Function* const marker = function.getParent()->getFunction("weft.past_caches");
  if (marker == nullptr) return nullptr;
  for (const llvm::Use& use : marker->uses()) {
    auto* const call = llvm::dyn_cast<llvm::CallInst>(use.getUser());
    if (call != nullptr && call->getFunction() == &function) return call;
  }
  return nullptr;
}

}  // namespace

llvm::PreservedAnalyses PastCachesPass::run(llvm::Function& function, llvm::FunctionAnalysisManager& analyses) {
  llvm::CallInst* const marker = find_marker(function);
  if (marker == nullptr) return llvm::PreservedAnalyses::all();
  auto& evolution = analyses.getResult<llvm::ScalarEvolutionAnalysis>(function);
  auto& aliases = analyses.getResult<llvm::AAManager>(function);
  auto& remarks = analyses.getResult<llvm::OptimizationRemarkEmitterAnalysis>(function);
  std::vector<VectorLoop> found;
  for (const llvm::Loop* const loop : analyses.getResult<llvm::LoopAnalysis>(function).getLoopsInPreorder()) {
    auto matched = Matcher(*loop, evolution, aliases).match();
    if (!matched) continue;
    remarks.emit([&] {
      return llvm::OptimizationRemark(kPastCaches, "WritesPastCaches", loop->getStartLoc(), loop->getHeader())
             << "writes past the caches";
    });
    found.push_back(std::move(*matched));
  }
  if (!found.empty()) {
    llvm::IRBuilder<> build(marker);
    llvm::Value* const wanted = build.CreateIsNotNull(marker->getArgOperand(0));
    for (const VectorLoop& loop : found) Versioner(function, wanted, loop).add_version();
    add_fences(function, wanted);
  }
  marker->eraseFromParent();
  return llvm::PreservedAnalyses::none();
}

}  // namespace weft

#include "remarks.h"

#include <llvm/IR/DiagnosticHandler.h>
#include <llvm/IR/DiagnosticInfo.h>
#include <llvm/IR/DiagnosticPrinter.h>
#include <llvm/IR/Function.h>
#include <llvm/Support/Casting.h>
#include <llvm/Support/raw_ostream.h>

#include "past_caches.h"

namespace weft {
namespace {

std::string kind_of(const llvm::DiagnosticInfoOptimizationBase& remark) {
  if (llvm::isa<llvm::OptimizationRemark>(remark)) return "passed";
  return llvm::isa<llvm::OptimizationRemarkMissed>(remark) ? "missed" : "analysis";
}

std::string text_of(const llvm::DiagnosticInfo& info) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  llvm::DiagnosticPrinterRawOStream printer(stream);
  info.print(printer);
  return text;
}

class MessageRecorder : public llvm::DiagnosticHandler {
 public:
  MessageRecorder(CompilerMessages& messages, bool with_remarks) : messages_(messages), with_remarks_(with_remarks) {}

  bool handleDiagnostics(const llvm::DiagnosticInfo& info) override {
    if (const auto* remark = llvm::dyn_cast<llvm::DiagnosticInfoOptimizationBase>(&info)) {
      add(*remark);
    } else if (info.getSeverity() == llvm::DS_Error) {
      messages_.errors.push_back(text_of(info));
    }
    return true;
  }
  bool isAnalysisRemarkEnabled(llvm::StringRef pass) const override { return enabled(pass); }
  bool isMissedOptRemarkEnabled(llvm::StringRef pass) const override { return enabled(pass); }
  bool isPassedOptRemarkEnabled(llvm::StringRef pass) const override { return enabled(pass); }
  bool isAnyRemarkEnabled() const override { return with_remarks_; }

 private:
  bool enabled(llvm::StringRef pass) const { return with_remarks_ && (pass == "loop-vectorize" || pass == kPastCaches); }

  void add(const llvm::DiagnosticInfoOptimizationBase& remark) {
    if (!enabled(remark.getPassName())) return;
    const llvm::DiagnosticLocation location = remark.getLocation();
    const bool known = location.isValid();
    messages_.remarks.push_back({kind_of(remark), remark.getRemarkName().str(), remark.getFunction().getName().str(),
                                 remark.getMsg(), known ? location.getLine() : 0, known ? location.getColumn() : 0});
  }

  CompilerMessages& messages_;
  const bool with_remarks_;
};

}  // namespace

std::unique_ptr<llvm::DiagnosticHandler> make_message_recorder(CompilerMessages& messages, bool with_remarks) {
  return std::make_unique<MessageRecorder>(messages, with_remarks);
}

}  // namespace weft

// The machine that code is compiled for: this one.
#ifndef WEFT_TARGET_H
#define WEFT_TARGET_H
#include <memory>
#include <string>

namespace llvm {
class TargetMachine;
}

namespace weft {

// As LLVM names it; "generic" or an older model for processors that this LLVM does not know.
const std::string& processor_name();
// "+avx2,-avx512f,…": what the processor has, whatever its name.
const std::string& processor_features();
// Widest vector register in bits: 128, 256 or 512.
int vector_bits();
// Throws std::runtime_error when LLVM has no back end for this machine.
std::unique_ptr<llvm::TargetMachine> make_target_machine(int optimization_level);

}  // namespace weft
#endif

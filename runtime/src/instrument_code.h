// Generated code under the sanitizer that this runtime itself was compiled with; ordinary builds leave it as it is.
#ifndef WEFT_INSTRUMENT_CODE_H
#define WEFT_INSTRUMENT_CODE_H

namespace llvm {
class Module;
class PassBuilder;
}  // namespace llvm

namespace weft {

// Adds the sanitizer's pass to the pipelines that `builder` makes for `module`.
void instrument_code(llvm::Module& module, llvm::PassBuilder& builder);

}  // namespace weft
#endif

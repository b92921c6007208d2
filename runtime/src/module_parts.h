// A module cut into parts, so that several threads compile it.
#ifndef WEFT_MODULE_PARTS_H
#define WEFT_MODULE_PARTS_H
#include <set>
#include <string>
#include <vector>

namespace llvm {
class Module;
}

namespace weft {

// The names of the functions whose code belongs to the part. Functions that others call are in every part: they may be inlined.
using ModulePart = std::set<std::string>;

// At most `most` parts that take about equally long to compile; one where more would not pay.
std::vector<ModulePart> cut_into_parts(llvm::Module& module, int most);

// Leaves of the functions of other parts their declarations only. What is left is visible to the other parts.
void keep_part(llvm::Module& module, const ModulePart& part);

}  // namespace weft
#endif

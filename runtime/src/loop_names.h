// What the loops of a module are called where people read of them.
#ifndef WEFT_LOOP_NAMES_H
#define WEFT_LOOP_NAMES_H
#include <cstdint>
#include <string>
#include <vector>

namespace weft {

struct LoopNames {
  // Of the function or cell.
  std::string program;
  // By the number of the loop: where it begins, or empty.
  std::vector<std::string> places;
};

}  // namespace weft
#endif

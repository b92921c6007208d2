// A last resort when memory runs out: arrays that nobody uses any more, but that have not been freed yet.
#ifndef WEFT_COLLECTOR_H
#define WEFT_COLLECTOR_H

namespace weft {

class Collector {
 public:
  // Frees what is dead before it returns. False where the calling thread can't.
  virtual bool collect() const = 0;

 protected:
  ~Collector() = default;
};

}  // namespace weft
#endif

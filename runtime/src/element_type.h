// The dtypes of arrays as the runtime's functions get them: the position in compiler/ir/dtype.ts's DTYPES.
#ifndef WEFT_ELEMENT_TYPE_H
#define WEFT_ELEMENT_TYPE_H
#include <complex>
#include <cstdint>

namespace weft {

enum class ElementType : int64_t {
  kBool,
  kInt8,
  kInt16,
  kInt32,
  kInt64,
  kUint8,
  kUint16,
  kUint32,
  kUint64,
  kFloat32,
  kFloat64,
  kComplex64,
  kComplex128,
};

template <typename T>
struct ElementTag {
  using type = T;
};

// Calls `use` with the ElementTag of a dtype. A bool is a byte, 0 or 1.
template <typename Use>
auto with_element_type(ElementType type, const Use& use) {
  switch (type) {
    case ElementType::kBool:
    case ElementType::kUint8:
      return use(ElementTag<uint8_t>{});
    case ElementType::kInt8:
      return use(ElementTag<int8_t>{});
    case ElementType::kInt16:
      return use(ElementTag<int16_t>{});
    case ElementType::kInt32:
      return use(ElementTag<int32_t>{});
    case ElementType::kInt64:
      return use(ElementTag<int64_t>{});
    case ElementType::kUint16:
      return use(ElementTag<uint16_t>{});
    case ElementType::kUint32:
      return use(ElementTag<uint32_t>{});
    case ElementType::kUint64:
      return use(ElementTag<uint64_t>{});
    case ElementType::kFloat32:
      return use(ElementTag<float>{});
    case ElementType::kComplex64:
      return use(ElementTag<std::complex<float>>{});
    case ElementType::kComplex128:
      return use(ElementTag<std::complex<double>>{});
    case ElementType::kFloat64:
      break;
  }
  return use(ElementTag<double>{});
}

}  // namespace weft
#endif

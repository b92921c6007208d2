#include "blas.h"

#include <dlfcn.h>

#include <optional>

namespace weft {
namespace {

std::string& blas_choice() {
  static std::string choice = "auto";
  return choice;
}

template <typename Function>
Function symbol_of(void* library, const char* name) {
  return reinterpret_cast<Function>(dlsym(library, name));
}

void* open_library(const std::string& choice) {
  if (choice == "off") return nullptr;
  if (choice != "auto") return dlopen(choice.c_str(), RTLD_NOW | RTLD_LOCAL);
  for (const char* const name : {"libopenblas.so.0", "libopenblas.so", "libopenblas.dylib"}) {
    if (void* const library = dlopen(name, RTLD_NOW | RTLD_LOCAL)) return library;
  }
  return nullptr;
}

// A library whose integers have 64 bits, or that is no OpenBLAS, is left alone.
std::optional<Blas> load_blas() {
  void* const library = open_library(blas_choice());
  if (library == nullptr) return std::nullopt;
  const auto config = symbol_of<const char* (*)()>(library, "openblas_get_config");
  const auto set_threads = symbol_of<void (*)(int)>(library, "openblas_set_num_threads");
  const Blas found{symbol_of<Gemm<float>>(library, "cblas_sgemm"), symbol_of<Gemm<double>>(library, "cblas_dgemm"),
                   symbol_of<ComplexGemm>(library, "cblas_cgemm"), symbol_of<ComplexGemm>(library, "cblas_zgemm"),
                   config == nullptr ? "" : config()};
  const bool complete = found.sgemm && found.dgemm && found.cgemm && found.zgemm && config && set_threads;
  if (!complete || found.description.find("USE64BITINT") != std::string::npos) {
    dlclose(library);
    return std::nullopt;
  }
  // Weft's threads call it side by side.
  set_threads(1);
  return found;
}

}  // namespace

void choose_blas(const std::string& choice) { blas_choice() = choice; }

const Blas* blas() {
  static const std::optional<Blas> loaded = load_blas();
  return loaded ? &*loaded : nullptr;
}

}  // namespace weft

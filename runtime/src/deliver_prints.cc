#include "deliver_prints.h"

#include <cstring>
#include <memory>

#include "napi_values.h"

namespace weft {
namespace {

void delete_batch(napi_env, void* batch, void*) { delete static_cast<PrintBatch*>(batch); }

}  // namespace

napi_value prints_to_js(napi_env env, PrintLog& log) {
  if (log.empty()) return undefined(env);
  auto batch = std::make_unique<PrintBatch>(log.take());
  std::vector<napi_value> records;
  for (const PrintRecord& record : batch->records) {
    records.push_back(object_of(env, {{"site", to_js(env, int64_t{record.site})}, {"slots", slots_of(env, record.slots)}}));
  }
  const napi_value dropped = to_js(env, batch->dropped);
  napi_value memory = nullptr;
  check(napi_create_external(env, batch.get(), delete_batch, nullptr, &memory));
  batch.release();
  return object_of(env, {{"records", array_of(env, records)}, {"dropped", dropped}, {"memory", memory}});
}

napi_value read_snapshot(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    const auto [memory, address, size] = arguments_of<3>(env, info);
    void* batch = nullptr;
    check(napi_get_value_external(env, memory, &batch));
    const void* const from = pointer_of<void>(env, address);
    const int64_t bytes = integer_of(env, size);
    const BufferHeader* const snapshot = static_cast<PrintBatch*>(batch)->snapshot_at(from);
    if (snapshot == nullptr || bytes < 0 || bytes > snapshot->bytes) {
      throw std::runtime_error("The address is not that of a snapshot of this batch");
    }
    void* data = nullptr;
    napi_value buffer = nullptr;
    check(napi_create_arraybuffer(env, static_cast<size_t>(bytes), &data, &buffer));
    if (bytes > 0) std::memcpy(data, from, static_cast<size_t>(bytes));
    return buffer;
  });
}

}  // namespace weft

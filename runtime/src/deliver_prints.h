// What a kernel printed, as JavaScript gets it.
#ifndef WEFT_DELIVER_PRINTS_H
#define WEFT_DELIVER_PRINTS_H
#include <node_api.h>

#include "print_log.h"

namespace weft {

// Empties the log: { records: [{ site, slots }], dropped, memory }, or undefined where nothing was printed. `memory` is a
// handle that keeps the snapshots of arrays alive.
napi_value prints_to_js(napi_env env, PrintLog& log);
// readSnapshot(memory, address, bytes): a copy of a snapshot as ArrayBuffer.
napi_value read_snapshot(napi_env env, napi_callback_info info);

}  // namespace weft
#endif

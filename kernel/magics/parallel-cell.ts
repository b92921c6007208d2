import type { CellMagic } from "./magic.js";

/** `%%parallel` compiles the cell to native code. The session reads its options. */
export const parallelCell: CellMagic = {
  name: "%%parallel",
  usage: "%%parallel [OPTIONS]",
  summary: "Compiles the cell, TypeScript with NumPy's meaning, to native code on all cores.",
  details:
    "--diagnostics=1..4 shows the report, --threads=N uses at most so many threads, --fastmath allows reordering, " +
    "--no-bounds leaves out checks of indices, --no-fuse runs each loop by itself, --progress shows how far loops are, " +
    "--time says where the time went, --dump=STAGE prints a stage of the compiler.",
  hasCode: true,
  takes: [
    "--diagnostics=",
    "--threads=",
    "--fastmath",
    "--no-bounds",
    "--no-fuse",
    "--progress",
    "--time",
    "--dump=",
  ],
  expand: () => ({ kind: "parallel" }),
};

// A program that writes the sample tables into the folder of its argument.
import { join } from "node:path";
import { writeArrow } from "../../runtime/io/tables/write-arrow.js";
import { writeParquet } from "../../runtime/io/tables/write-parquet.js";
import { WRITTEN } from "./table-samples.js";

const [, , folder = ""] = process.argv;
for (const [name, { table }] of Object.entries(WRITTEN)) {
  await writeArrow(join(folder, `${name}.arrow`), table);
  await writeParquet(join(folder, `${name}.parquet`), table);
}

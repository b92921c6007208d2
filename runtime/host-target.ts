import { arch } from "node:process";
import { type Target, targetFor } from "../compiler/backend/target.js";
import type { Native } from "./native.js";

/** The machine that this process runs on, as the compiler sees it. */
export function hostTarget(native: Native): Target {
  const features = native
    .cpu()
    .features.split(",")
    .filter((feature) => feature.startsWith("+"))
    .map((feature) => feature.slice(1));
  return targetFor(arch === "arm64" ? "aarch64" : "x86-64", new Set(features));
}

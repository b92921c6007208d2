import { type Browser, chromium } from "playwright-core";
import type { Test } from "tap";
import { findChromium } from "./find-chromium.js";

/** A headless Chromium, which ends with the test. */
export async function launchBrowser(t: Test): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  });
  t.teardown(() => browser.close());
  return browser;
}

import type { Page } from "playwright-core";

export const THEMES = ["Light", "Dark"] as const;
export type Theme = (typeof THEMES)[number];

/** Chooses a theme of JupyterLab from its menu, and waits until it is there. */
export async function useTheme(page: Page, theme: Theme): Promise<void> {
  await page.getByRole("menuitem", { name: "Settings", exact: true }).click();
  await page.locator(".lm-Menu-item[data-type=submenu]", { hasText: /^Theme$/ }).hover();
  await page.locator(".lm-Menu-item", { hasText: new RegExp(`^JupyterLab ${theme}$`) }).click();
  await page
    .locator(`body[data-jp-theme-name="JupyterLab ${theme}"]`)
    .waitFor({ state: "attached", timeout: 30_000 });
  await page.locator("#jupyterlab-splash").waitFor({ state: "detached", timeout: 30_000 });
  // The style sheet of the theme comes a moment after its name.
  await page.waitForFunction(
    `getComputedStyle(document.body).getPropertyValue("--jp-layout-color0").trim() ${theme === "Dark" ? "!==" : "==="} "white"`,
  );
}

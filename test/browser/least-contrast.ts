import type { Page } from "playwright-core";

/** The least contrast that the WCAG's level AA allows for text of this size. */
export const CONTRAST = 4.5;

export interface Contrast {
  readonly contrast: number;
  /** The text that has it. */
  readonly text: string;
}

/** The least contrast of a text inside the element of a selector with what is behind it, by the formula of the WCAG 2. */
export function leastContrast(page: Page, selector: string): Promise<Contrast> {
  return page.evaluate(`(() => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const over = (below, colour, opacity) => {
      canvas.globalAlpha = 1;
      canvas.fillStyle = "rgb(" + below.join(",") + ")";
      canvas.fillRect(0, 0, 1, 1);
      canvas.globalAlpha = opacity;
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)];
    };
    const luminance = (rgb) => {
      const [r, g, b] = rgb.map((part) => part / 255).map((part) =>
        part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const report = document.querySelector(${JSON.stringify(selector)});
    let least = { contrast: 21, text: "" };
    for (const element of report.querySelectorAll("*")) {
      const shows = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== "");
      if (!shows || element.tagName === "STYLE" || element.getClientRects().length === 0) continue;
      // Text of a chart that has a colour of its own stands on a mark of the chart.
      if (element.tagName === "text" && getComputedStyle(element).fill !== getComputedStyle(element).color) continue;
      const around = [];
      for (let each = element; each !== null; each = each.parentElement) around.unshift(getComputedStyle(each));
      const behind = around.reduce((below, style) => over(below, style.backgroundColor, 1), [255, 255, 255]);
      const opacity = around.reduce((product, style) => product * Number(style.opacity), 1);
      if (opacity === 0) continue;
      const text = over(behind, getComputedStyle(element).color, opacity);
      const [low, high] = [luminance(text), luminance(behind)].sort((a, b) => a - b);
      const contrast = (high + 0.05) / (low + 0.05);
      if (contrast < least.contrast) least = { contrast, text: element.textContent.slice(0, 40) };
    }
    return least;
  })()`);
}

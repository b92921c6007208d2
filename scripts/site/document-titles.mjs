// A plugin of TypeDoc: pages are called by their first headings, not by their files, of which several are called README.
import { Converter } from "typedoc";

/** @param {import("typedoc").Application} application */
export function load(application) {
  application.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, document) => {
    const text = document.content.map(({ text }) => text).join("");
    const heading = /^# (.+)$/m.exec(text)?.[1];
    if (heading !== undefined) document.name = heading.replaceAll("`", "");
  });
}

// Draws the image of a response on a canvas, because the Content Security Policy allows no images from other sources.

import { make } from "./dom.ts";

/** The maximum width and height. */
const LARGEST = 2048;

/** Draws an image into a view. */
export function picture(view: HTMLElement, bytes: Uint8Array<ArrayBuffer>, type: string): void {
  const words = make("p", { class: "hint" }, "Reading the image …");
  view.replaceChildren(words);
  createImageBitmap(new Blob([bytes], { type })).then(
    (image) => {
      const scale = Math.min(1, LARGEST / Math.max(image.width, image.height));
      const canvas = make("canvas", { role: "img", "aria-label": `The image of the response, ${image.width} × ${image.height} pixels` });
      canvas.width = Math.max(1, Math.round(image.width * scale));
      canvas.height = Math.max(1, Math.round(image.height * scale));
      canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
      words.textContent = `${image.width} × ${image.height} pixels`;
      image.close();
      view.replaceChildren(canvas, words);
    },
    () => {
      words.textContent = "This browser cannot decode the image. Save it to view it.";
    },
  );
}

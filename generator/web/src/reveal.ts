// Scrolls to a response.

/** Scrolls to the start of an element, unless the whole element is visible. */
export function reveal(element: HTMLElement): void {
  const { top, bottom } = element.getBoundingClientRect();
  const column = element.closest(".try")?.getBoundingClientRect();
  const isSeen = top >= Math.max(0, column?.top ?? 0) && bottom <= Math.min(innerHeight, column?.bottom ?? innerHeight);
  if (!isSeen) element.scrollIntoView({ block: "start", behavior: "instant" });
}

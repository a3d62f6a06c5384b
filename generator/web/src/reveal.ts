// Scrolls to a response.

/** Shows the beginning of an element, unless all of it is in sight: within the form's column, and within the window. */
export function reveal(element: HTMLElement): void {
  const { top, bottom } = element.getBoundingClientRect();
  const column = element.closest(".try")?.getBoundingClientRect();
  const isSeen = top >= Math.max(0, column?.top ?? 0) && bottom <= Math.min(innerHeight, column?.bottom ?? innerHeight);
  if (!isSeen) element.scrollIntoView({ block: "start", behavior: "instant" });
}

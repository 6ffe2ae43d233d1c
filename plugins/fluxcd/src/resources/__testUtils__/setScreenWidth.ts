/**
 * Gives jsdom, which has none, a `matchMedia` for screen widths. Import it before anything that imports
 * Backstage UI: its breakpoint hook looks for `matchMedia` once, when it is loaded.
 */
const listeners = new Set<() => void>();
let width = 1440;

window.matchMedia = ((media: string) => ({
  media,
  get matches() {
    const from = /min-width: (\d+)px/.exec(media)?.[1];
    return from !== undefined && width >= Number(from);
  },
  addEventListener: (_: string, listener: () => void) =>
    listeners.add(listener),
  removeEventListener: (_: string, listener: () => void) =>
    listeners.delete(listener),
  addListener: () => {},
  removeListener: () => {},
})) as unknown as typeof window.matchMedia;

/** In CSS pixels. */
export function setScreenWidth(pixels: number) {
  width = pixels;
  listeners.forEach(listener => listener());
}

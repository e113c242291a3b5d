/** What a picture is drawn by. */
export interface Art {
  readonly ground: string;
  readonly figure: string;
  readonly accent: string;
  /** Number of the figure. */
  readonly shape: number;
  /** Degrees. */
  readonly turn: number;
}

export const SHAPES = 5;

/** The same for the same ids, and as different as can be for others. */
export function artOf(colours: string, figure: string): Art {
  const hue = hash(colours) % 360;
  const form = hash(figure);
  return {
    ground: `hsl(${hue} 42% 34%)`,
    figure: `hsl(${(hue + 28) % 360} 55% 55%)`,
    accent: `hsl(${(hue + 56) % 360} 78% 78%)`,
    shape: form % SHAPES,
    turn: (Math.floor(form / SHAPES) % 4) * 90,
  };
}

/** FNV-1a, with its bits mixed once more: ids differ in few letters. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return (value ^ (value >>> 13)) >>> 0;
}

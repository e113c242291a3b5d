/** Drawn on a grid of 24; outlines, but for those of {@link FILLED}. */
const PATHS = {
  artists: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4 20.5c.8-3.6 4-6 8-6s7.2 2.4 8 6",
  close: "m6 6 12 12M18 6 6 18",
  box: "M4 8l8-4 8 4v8.5l-8 4-8-4ZM4 8l8 4 8-4M12 12v8.5",
  edit: "M5 19h3.5L19 8.5 15.5 5 5 15.5ZM13.5 7l3.5 3.5",
  file: "M7 3.5h7l4 4v13H7ZM14 3.5v4h4",
  globe:
    "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM3 12h18M12 3c5 5.5 5 12.5 0 18M12 3c-5 5.5-5 12.5 0 18",
  grip: "M9 5.5v.01M15 5.5v.01M9 12v.01M15 12v.01M9 18.5v.01M15 18.5v.01",
  heart: "M12 20 4.5 12.6a4.7 4.7 0 0 1 6.6-6.7l.9.9.9-.9a4.7 4.7 0 0 1 6.6 6.7Z",
  link: "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-.8.8M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l.8-.8",
  lock: "M6 11h12v9H6ZM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  more: "M5 12v.01M12 12v.01M19 12v.01",
  muted: "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5ZM16 9.5l5 5M21 9.5l-5 5",
  next: "M6 5.5v13l9.5-6.5ZM18 5.5v13",
  note: "M9 18V5.5l10-2V16M9 18a2.7 2.7 0 1 1-5.4 0A2.7 2.7 0 0 1 9 18ZM19 16a2.7 2.7 0 1 1-5.4 0 2.7 2.7 0 0 1 5.4 0Z",
  out: "M14 4h5v16h-5M10 8l-4 4 4 4M6 12h9",
  pause: "M7 5h3.5v14H7ZM13.5 5H17v14h-3.5Z",
  play: "M7.5 4.5v15l12-7.5Z",
  playlist: "M4 6h16M4 11h16M4 16h9M17 14v6M14 17h6",
  plus: "M12 5v14M5 12h14",
  previous: "M18 5.5v13L8.5 12ZM6 5.5v13",
  queue: "M4 6h16M4 12h10M4 18h10M17.5 11.5v7l4-3.5Z",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 20 20",
  trending: "M3 17l6-6.5 4 4L21 6M15 6h6v6",
  volume: "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5ZM15.5 9a4.5 4.5 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11",
  upload: "M12 16V4.5M7.5 9 12 4.5 16.5 9M5 16v4h14v-4",
  warning: "M12 4 2.5 20h19ZM12 10v4.5M12 17.2v.01",
} as const;

export type IconName = keyof typeof PATHS;

const FILLED: readonly IconName[] = ["next", "pause", "play", "previous"];

const DOTS: readonly IconName[] = ["grip", "more"];

interface IconProps {
  readonly name: IconName;
  readonly size?: number;
  readonly filled?: boolean;
}

/** Says nothing by itself: what it stands on has the name. */
export function Icon({ name, size = 20, filled = FILLED.includes(name) }: IconProps) {
  return (
    <svg
      className={`icon ${filled ? "filled" : ""} ${DOTS.includes(name) ? "dots" : ""}`}
      viewBox="0 0 24 24"
      width={size}
      height={size}
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

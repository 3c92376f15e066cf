/** Line drawings on a grid of 16; each stands beside a word or in a button that has a label. */
const DRAWINGS = {
  overview: "M2 2h5v6H2zM9 2h5v3H9zM9 7h5v7H9zM2 10h5v4H2z",
  groups: "M8 1.5 14.5 5 8 8.5 1.5 5zM1.5 8 8 11.5 14.5 8M1.5 11 8 14.5 14.5 11",
  activity: "M1.5 8h3l2-5 3 10 2-5h3",
  settings: "M2 4.5h7M12.5 4.5H14M2 11.5h1.5M7 11.5h7M9 2.5h3.5v4H9zM3.5 9.5H7v4H3.5z",
  search: "M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM10.5 10.5 14 14",
  copy: "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
  check: "M2.5 8.5 6 12l7.5-8",
  plus: "M8 2.5v11M2.5 8h11",
  updown: "M5 6l3-3 3 3M5 10l3 3 3-3",
  up: "M8 13V3M4 7l4-4 4 4",
  down: "M8 3v10M4 9l4 4 4-4",
  close: "M3.5 3.5l9 9M12.5 3.5l-9 9",
  download: "M8 2v8.5M4.5 7 8 10.5 11.5 7M2.5 13.5h11",
  more: "M3 8h.01M8 8h.01M13 8h.01",
  instance: "M2 3h12v4H2zM2 9h12v4H2zM4.5 5h1M4.5 11h1",
} as const;

export type IconName = keyof typeof DRAWINGS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 16 16" className="size-4 shrink-0 fill-none stroke-current stroke-[1.4]" strokeLinecap="round" strokeLinejoin="round">
      <path d={DRAWINGS[name]} />
    </svg>
  );
}

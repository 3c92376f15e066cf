/** A number to hold, or to look at. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  baseline: number | null;
  ratio: number | null;
  /** Null: a figure without a bar. */
  isHeld: boolean | null;
}

/** The middle value; NaN of none. */
export const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** A value with so many digits after the point. */
export const round = (value: number, digits = 2): number => Number(value.toFixed(digits));

/** Prints the figures: as a table, or an object a line. */
export function print(figures: Figure[], isJson: boolean): void {
  if (isJson) {
    for (const { name, value, unit, baseline, ratio } of figures) console.log(JSON.stringify({ name, value, unit, baseline, ratio }));
    return;
  }
  const rows = figures.map(({ name, value, unit, baseline, ratio, isHeld }) => [
    name,
    `${value.toLocaleString("en")} ${unit}`,
    baseline?.toLocaleString("en") ?? "",
    ratio?.toFixed(2) ?? "",
    isHeld === null ? "" : isHeld ? "held" : "MISSED",
  ]);
  const table = [["figure", "value", "bare node:http", "ratio", "bar"], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  for (const row of table)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    );
}

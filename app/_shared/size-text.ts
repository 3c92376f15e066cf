/** A number of bytes as a person reads it: `812 B`, `12.3 KiB`, `4.0 MiB`, the units that limits are told in. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

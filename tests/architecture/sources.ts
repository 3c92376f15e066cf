import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..", "..");

/** Every file below the folders whose name fits, by its path from the project's root. */
export function filesIn(folders: string[], isWanted: RegExp): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder)).flatMap((name) => {
      const path = join(folder, name);
      if (["node_modules", ".git", ".next", "data"].includes(name)) return [];
      if (statSync(join(root, path)).isDirectory()) return filesIn([path], isWanted);
      return isWanted.test(name) ? [path] : [];
    }),
  );
}

const texts = new Map<string, string>();

/** The text of a file of the project. */
export function textOf(path: string): string {
  const known = texts.get(path) ?? readFileSync(join(root, path), "utf8");
  texts.set(path, known);
  return known;
}

/** The product's TypeScript. */
export const sources = filesIn(["app", "server", "db"], /\.tsx?$/);

import { expect, it } from "vitest";
import { startWatched } from "./watched-process";

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

it("what a watched command started and left behind ends with it", async () => {
  const watched = startWatched("sh", ["-c", 'sleep 1000 & echo "$!"; trap "exit 0" TERM; wait'], { PATH: process.env.PATH ?? "" });
  const deadline = Date.now() + 10_000;
  while (!/^\d+\n/.test(watched.output()) && Date.now() < deadline) await new Promise((done) => setTimeout(done, 10));
  const left = Number(watched.output());
  expect(isAlive(left)).toBe(true);
  await watched.stop();
  while (isAlive(left) && Date.now() < deadline) await new Promise((done) => setTimeout(done, 10));
  expect(isAlive(left)).toBe(false);
});

it("a command that ends by itself is told, with what it said", async () => {
  const watched = startWatched("sh", ["-c", "echo Port 3000 is taken >&2; exit 1"], { PATH: process.env.PATH ?? "" });
  await watched.ended;
  expect(watched.output()).toBe("Port 3000 is taken\n");
  await watched.stop();
});

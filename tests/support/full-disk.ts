import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Mounts a small tmpfs in a mount namespace of its own, with the rights of a user namespace where we are not root. */
async function mountSmall(folder: string, sizeKilobytes: number) {
  const script = `mount -t tmpfs -o size=${sizeKilobytes}k none "$1" && echo mounted && exec sleep 600`;
  for (const flags of ["-m", "-Urm"]) {
    const keeper = spawn("unshare", [flags, "sh", "-c", script, "sh", folder], { stdio: ["ignore", "pipe", "ignore"] });
    const isMounted = await new Promise<boolean>((done) => {
      keeper.stdout.once("data", () => done(true));
      keeper.once("error", () => done(false));
      keeper.once("exit", () => done(false));
    });
    if (isMounted) return keeper;
  }
  throw new Error("A small disk cannot be made here: mounting a tmpfs needs root, or user namespaces (unshare -Urm).");
}

/** A real, small file system, at `path`, that can be filled to the last byte and emptied again. */
export async function createSmallDisk(sizeKilobytes: number) {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-disk-"));
  const keeper = await mountSmall(folder, sizeKilobytes);
  // The namespace is entered through the process that keeps it: nothing of ours need run inside.
  const path = `/proc/${keeper.pid}/root${folder}`;
  const filler = join(path, "filler");
  return {
    path,
    fill() {
      try {
        writeFileSync(filler, Buffer.alloc(sizeKilobytes * 1024 + 1));
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "ENOSPC") return;
        throw error;
      }
      throw new Error("The disk took more than it holds.");
    },
    free: () => rmSync(filler),
    async [Symbol.asyncDispose]() {
      const ended = new Promise((done) => keeper.once("exit", done));
      keeper.kill("SIGKILL");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

import { inspect } from "node:util";
import { redirect } from "next/navigation";
import { expect, it, vi } from "vitest";
import { withoutCause } from "@/app/_trpc/unknown-error";
import { users } from "@/db/schema/index";
import { DomainError, isDomainError } from "@/server/domain/errors";
import { createTrpcWorld } from "@/tests/support/trpc-world";
import { textOf, filesIn } from "../architecture/sources";

it("neither the log nor the error that Next writes there holds what a driver says, a password's hash for one", async () => {
  await using world = await createTrpcWorld();
  const { deps, ours } = world;
  const row = { id: ours.user.id, email: "grace@example.com", name: "Grace", passwordHash: "scrypt$a-secret", createdAt: 1 };
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const work = () => deps.db.write((tx) => tx.insert(users).values(row));
  expect(inspect(await work().catch((error: unknown) => error))).toContain("scrypt$a-secret");
  const thrown: unknown = await withoutCause("set-up", work).catch((error: unknown) => error);
  expect(inspect(thrown)).toMatch(/request [\w-]{36} failed/);
  expect(inspect(thrown)).not.toMatch(/secret|grace/);
  expect(logged.mock.calls.flat().join()).toMatch(/^request [\w-]{36} set-up: \w+.*SQLITE_CONSTRAINT/);
  expect(logged.mock.calls.flat().join()).not.toMatch(/secret|grace/);
  logged.mockRestore();
});

it("a refusal and a redirect pass as they are, and nothing is logged of them", async () => {
  const refusal = new DomainError("forbidden", "This link was used.");
  await expect(withoutCause("set-up", () => Promise.reject(refusal), isDomainError)).rejects.toBe(refusal);
  await expect(withoutCause("set-up", async () => redirect("/o/a"))).rejects.toMatchObject({ digest: expect.stringContaining("NEXT_REDIRECT") });
});

it("every action that calls what is behind the procedures goes without causes", () => {
  const actions = filesIn(["app"], /\.ts$/).filter((file) => textOf(file).startsWith('"use server"') && textOf(file).includes('"@/server/auth/'));
  expect(actions.length).toBeGreaterThan(2);
  expect(actions.filter((file) => !/\b(withoutCause|orRefusal)\(/.test(textOf(file)))).toEqual([]);
});

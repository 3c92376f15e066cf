import { and, eq, lte, or, isNull, sql } from "drizzle-orm";
import type { Executor } from "../client";
import { leases } from "../schema/index";

/** A lease as its holder knows it: the row is still this one's while it has this epoch. */
export interface Hold {
  job: string;
  epoch: number;
}

/** All leases: a handful of rows. */
export const selectLeases = (tx: Executor) => tx.select().from(leases);

const isHeld = ({ job, epoch }: Hold) => and(eq(leases.job, job), eq(leases.epoch, epoch));

/** Takes the job where it is due and nobody holds it, by one statement; gives the epoch, or undefined where somebody was faster. */
export async function takeLease(
  tx: Executor,
  { job, holder, now, expiresAt }: { job: string; holder: string; now: number; expiresAt: number },
): Promise<number | undefined> {
  const isFree = or(isNull(leases.holder), lte(leases.expiresAt, now));
  const [taken] = await tx
    .insert(leases)
    .values({ job, holder, expiresAt, dueAt: now, epoch: 1 })
    .onConflictDoUpdate({
      target: leases.job,
      set: { holder, expiresAt, epoch: sql`${leases.epoch} + 1` },
      setWhere: and(lte(leases.dueAt, now), isFree),
    })
    .returning({ epoch: leases.epoch });
  return taken?.epoch;
}

/** Whether the lease is still held by this epoch. */
export const selectHold = async (tx: Executor, hold: Hold): Promise<boolean> =>
  (await tx.select({ job: leases.job }).from(leases).where(isHeld(hold)).get()) !== undefined;

/** Moves on when the lease ends, and says whether it was still held. */
export const renewLease = async (tx: Executor, hold: Hold, expiresAt: number): Promise<boolean> =>
  (await tx.update(leases).set({ expiresAt }).where(isHeld(hold)).returning({ job: leases.job })).length === 1;

/** Gives the job back, due again at that time; changes nothing where somebody else has taken it meanwhile. */
export const releaseLease = (tx: Executor, hold: Hold, dueAt: number) => tx.update(leases).set({ holder: null, expiresAt: 0, dueAt }).where(isHeld(hold));

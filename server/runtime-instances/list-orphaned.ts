import { selectOrphanedInstances } from "../../db/queries/runtime-instances";
import type { OrgContext } from "../trpc/init";

/** The org's instances whose group is gone: they keep serving what they run, and take no more config. */
export const listOrphanedInstances = ({ org }: OrgContext) => selectOrphanedInstances(org);

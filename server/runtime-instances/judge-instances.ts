import type { Compatibility, NodeKind } from "../domain/compatibility";
import type { InstanceState } from "../domain/instance-state";
import { type NodeJudge, nodeJudge } from "../draft-store/node-judge";
import type { OrgContext } from "../trpc/init";

/** An instance, and what is expected of it. */
interface Judgeable extends NodeKind {
  state: InstanceState;
  expectedVersion: number | null;
}

/** An instance with whether it can run what is expected of it, and why not. */
export type Judged<Instance> = Instance & { compatibility: Compatibility };

/** Gives an instance of the group its compatibility with what is expected of it: one verdict for all of a kind. */
export function instanceJudge(ctx: OrgContext, groupId: string) {
  const judges = new Map<number | null, Promise<NodeJudge>>();
  return async <Instance extends Judgeable>(instance: Instance): Promise<Judged<Instance>> => {
    const number = instance.expectedVersion;
    const judge = judges.get(number) ?? nodeJudge(ctx, groupId, number);
    judges.set(number, judge);
    const compatibility = await (await judge).of(instance);
    return { ...instance, compatibility, state: { ...instance.state, compatibility: compatibility.state } };
  };
}

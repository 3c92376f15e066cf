import { TRPCError } from "@trpc/server";
import { z } from "zod";
import { DomainError } from "../domain/errors";
import { freezeText } from "../domain/freeze/freeze-text";
import { Refusal, TITLES } from "../runtime-api/answers";
import { Outcome } from "./schemas/outcome";

/** What every error of the REST API answers (RFC 9457). */
export const Problem = z
  .object({
    type: z.string().describe("about:blank, or where the reason is explained."),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe("What is wrong, for a person."),
    instance: z.string().describe("The request's id as a URN; the log has it too."),
    field: z.string().optional().describe("The member of the input that it is about."),
    ...Outcome.shape,
  })
  .meta({ id: "Problem" });
type Problem = z.infer<typeof Problem>;

/** A refusal that tells more than a status and a sentence. */
class OutcomeRefusal extends Refusal {
  constructor(
    status: Refusal["status"],
    detail: string,
    readonly outcome: z.infer<typeof Outcome>,
  ) {
    super(status, detail);
  }
}

/** How each refusal of a verb that is data reads as a status. */
export const REASONS = {
  findings: [422, "The check found errors; nothing was changed."],
  conflict: [409, "Somebody else changed the same; nothing was changed."],
  dependents: [409, "Other entities hang on it: give their number as confirmDependents to delete them along."],
  guard: [409, "Much would go: give the guard's count as confirmCount."],
  changed: [412, "The draft, or what is live, is not what was seen; look at it again."],
  notApplied: [409, "Not every instance that counts runs this config version."],
  stillPending: [409, "Not every instance that counts has answered yet; none has refused. Ask again."],
  rollout: [409, "End it, or give its id as supersede in activeRollout to supersede it."],
  frozen: [409, "Publishing is frozen; give freezeOverride, with a reason, to do it all the same."],
  unchanged: [409, "The draft changes nothing against what is live."],
} as const satisfies Record<NonNullable<z.infer<typeof Outcome>["reason"]>, [Refusal["status"], string]>;

/** What a verb refused by its answer, as a refusal; undefined: it granted. */
export function refusalIn(answer: unknown): Refusal | undefined {
  const refused = z.object({ ok: z.literal(false), ...Outcome.required({ reason: true }).shape }).safeParse(answer);
  if (!refused.success) return undefined;
  const { ok: _, ...outcome } = refused.data;
  const [status, detail] = REASONS[outcome.reason];
  const { freeze, rollout } = outcome;
  const what = freeze ? `${freezeText(freeze)}. ` : rollout ? `The rollout of v${rollout.toVersion} (${rollout.id}) has not ended. ` : "";
  return new OutcomeRefusal(status, what + detail, outcome);
}

const STATUSES: Partial<Record<TRPCError["code"], Refusal["status"]>> = {
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  PRECONDITION_FAILED: 412,
  BAD_REQUEST: 422,
  TOO_MANY_REQUESTS: 429,
};
/** A limit that is no rate: what was asked is tried again after a while at best. */
const LIMIT_SECONDS = "10";

/** An input that does not fit; where the fault is a parameter of the path, there is no such thing. */
export function misfit({ issues }: z.ZodError, pathNames: readonly string[]): Refusal {
  const [issue] = issues;
  const field = issue?.path.join(".") ?? "";
  if (issues.some(({ path }) => pathNames.includes(String(path[0])))) return new Refusal(404, "There is nothing here.");
  return new Refusal(422, issue?.message ?? "The input does not fit.", {}, field || undefined);
}

/** What a procedure threw, as a refusal; undefined: it is no doing of the caller's. */
export function refusalOf(error: unknown, pathNames: readonly string[]): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (error instanceof z.ZodError) return misfit(error, pathNames);
  if (!(error instanceof TRPCError)) return undefined;
  const { cause } = error;
  if (cause instanceof z.ZodError) return misfit(cause, pathNames);
  const status = STATUSES[error.code];
  const field = cause instanceof DomainError ? cause.field : undefined;
  return status && new Refusal(status, error.message, status === 429 ? { "Retry-After": LIMIT_SECONDS } : {}, field);
}

/** The answer to a refusal, with these fields besides its own; null: something went wrong here. */
export function problemResponse(refusal: Refusal | null, requestId: string, fields: Record<string, string> = {}): Response {
  const outcome = refusal instanceof OutcomeRefusal ? refusal.outcome : {};
  const status = refusal?.status ?? 500;
  const body: Problem = {
    type: outcome.reason ? `/docs/api#problem-${outcome.reason}` : "about:blank",
    title: TITLES[status] ?? "Error",
    status,
    detail: refusal?.message ?? "Something went wrong on our side; try again later.",
    instance: `urn:uuid:${requestId}`,
    ...(refusal?.field === undefined ? {} : { field: refusal.field }),
    ...outcome,
  };
  return new Response(JSON.stringify(body), { status, headers: { ...fields, ...refusal?.headers, "Content-Type": "application/problem+json" } });
}

import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { ZodError } from "zod";
import { simulate as simulateDay } from "../domain/rollout/simulate/simulate";
import { BEHAVIOURS, SimulationOptions } from "../domain/rollout/simulate/simulation-options";
import { tellSimulation } from "../domain/rollout/simulate/tell-simulation";
import { RolloutStrategy } from "../domain/rollout/strategy";

const NUMBERS = ["instances", "seed", ...Object.keys(BEHAVIOURS)];
const HELP = `Usage: npm run -s simulate -- [options]

One simulated day of a fleet while a config version is rolled out to it, by the rules of a real rollout.

  --instances N       how many there are, 1000 unless told
  --seed N            the same seed and options give the same day
  --strategy FILE     the rollout's strategy in JSON, as the REST API takes it; unless told: 5, 25, 50, then 100 %, none may fail
  --on-halt WHAT      hold or rollBack, instead of what the strategy says
  --json              prints what happened as one JSON object
  --help              this text

How many of them, as a share from 0 to 1:
${Object.entries(BEHAVIOURS)
  .map(([name, text]) => `  --${name.padEnd(17)} ${text}`)
  .join("\n")}

A strategy may select by the labels zone (a, b or c) and tier (canary: one in a hundred; else standard).
An approval that is waited for is given after 10 minutes.`;

/** A wrong option, in words for whoever typed it. */
class UsageError extends Error {}

const issuesOf = (error: ZodError, what: string): string =>
  error.issues.map(({ path, message }) => [what, ...path].filter((each) => each !== "").join(".") + `: ${message}`).join("\n");

function strategyIn(file: string): RolloutStrategy {
  let text;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new UsageError(`--strategy: ${file} cannot be read.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError(`--strategy: ${file} is not JSON.`);
  }
  const parsed = RolloutStrategy.safeParse(value);
  if (!parsed.success) throw new UsageError(issuesOf(parsed.error, `--strategy: ${file}: strategy`));
  return parsed.data;
}

function valuesOf(rest: string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  const numbers = Object.fromEntries(NUMBERS.map((name) => [name, text]));
  try {
    return parseArgs({ args: rest, options: { ...numbers, strategy: text, "on-halt": text, json: flag, help: flag } }).values;
  } catch (error) {
    // Its later sentences are about positional arguments, of which there are none here.
    throw new UsageError(error instanceof Error ? (error.message.split(". ")[0] ?? "") : String(error));
  }
}

function optionsOf(values: ReturnType<typeof valuesOf>): SimulationOptions {
  const given = Object.entries(values).filter(([name]) => NUMBERS.includes(name));
  const numbers = Object.fromEntries(given.map(([name, value]) => [name, typeof value === "string" && value.trim() !== "" ? Number(value) : NaN]));
  const parsed = SimulationOptions.safeParse(numbers);
  if (!parsed.success) throw new UsageError(parsed.error.issues.map(({ path, message }) => `--${path.join(".")}: ${message}`).join("\n"));
  const strategy = typeof values.strategy === "string" ? strategyIn(values.strategy) : parsed.data.strategy;
  const onHalt = values["on-halt"] ?? strategy.onHalt;
  if (onHalt !== "hold" && onHalt !== "rollBack") throw new UsageError("--on-halt: Say hold or rollBack.");
  return { ...parsed.data, strategy: { ...strategy, onHalt } };
}

/** What is printed for these arguments. Throws `UsageError` for wrong ones. */
export function simulationText(rest: string[]): string {
  const values = valuesOf(rest);
  if (values.help) return HELP;
  const options = optionsOf(values);
  const simulation = simulateDay(options);
  return values.json ? JSON.stringify({ options, ...simulation }) : tellSimulation(options, simulation);
}

/** Prints a simulated day of a fleet; exits 2, with what is wrong, for wrong options. */
export function simulate(rest: string[]): void {
  try {
    console.log(simulationText(rest));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\nnpm run simulate -- --help tells the options.`);
    process.exit(2);
  }
}

import { compose } from "./compose";
import { docker } from "./docker";
import { kubernetes } from "./kubernetes";
import type { Platform, SetupInput, SetupPlan } from "./setup-plan";
import { universal } from "./universal";

const RENDERERS: Record<Platform, (input: SetupInput) => SetupPlan> = { docker, compose, kubernetes, universal };

/** The blocks to copy for a platform, with nothing left to substitute, and what every setting in them does. */
export const renderSetup = (input: SetupInput): SetupPlan => RENDERERS[input.platform](input);

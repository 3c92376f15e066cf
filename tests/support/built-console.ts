import { buildConsole } from "@/server/bin/build";

/** The console is built before the first spec starts it, unless it is already. */
export const setup = (): void => buildConsole(true);

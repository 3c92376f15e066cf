/** Runs one npm command. `bootstrap.mjs` has made sure that packages are installed. */
export async function main(command: string, rest: string[]): Promise<void> {
  if (command === "test" || command === "check") {
    const { check, test } = await import("./test");
    return command === "test" ? test(rest) : check();
  }
  if (command === "demo") return (await import("../../tests/demo/demo")).demo(rest);
  if (command === "build") return (await import("./build")).buildConsole();
  if (command === "bench") return (await import("./bench")).bench(rest);
  if (command === "edge") return (await import("./edge")).edge(rest);
  if (command === "verdict") return (await import("./verdict")).verdict(rest);
  if (command === "simulate") return (await import("./simulate")).simulate(rest);
  if (command === "migrate") return (await import("./database")).migrate();
  if (command === "reseal") return (await import("./database")).resealDatabase();
  if (command === "audit-verify") return (await import("./audit-verify")).auditVerify(rest);
  if (command === "setup-link") return (await import("./database")).printSetupLink();
  if (command === "reset-link") return (await import("./database")).printResetLink(rest);
  return (await import("./serve")).serve(command === "dev");
}

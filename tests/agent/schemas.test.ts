import { describe, expect, it } from "vitest";
import { createAgentWorld, documentWith, shells } from "@/tests/support/agent-world";

describe.each(shells)("under %s", { concurrent: true }, (shell) => {
  it("the schemas that the server lacks are forwarded as Kong tells them, each once; names that Kong does not know are passed over", async () => {
    await using world = await createAgentWorld({ shell });
    world.server.state.missing = ["key-auth", "unheard-of", "../../status", "cors", "jwt", "acl", "session", "syslog"];
    world.server.publish(documentWith("a.internal"));
    const agent = world.start();
    await agent.until(() => world.server.schemas.size === 6);
    expect([...world.server.schemas.keys()]).toEqual(["key-auth", "cors", "jwt", "acl", "session", "syslog"]);
    expect(world.server.schemas.get("key-auth")).toBe(await (await fetch(`${world.kong.adminUrl}/schemas/plugins/key-auth`)).text());
    const asked = () => world.server.paths.filter((path) => path.startsWith("/schemas")).length;
    await agent.until(() => world.server.reportsOf("node").length >= 2);
    world.server.publish(documentWith("b.internal"));
    await agent.until(() => world.server.reportsOf("applied").length === 2);
    expect(asked()).toBe(7);
  });

  it("a server that is slow with schemas is in nobody's way: a publish meanwhile is applied", async () => {
    await using world = await createAgentWorld({ shell });
    world.server.state.missing = ["key-auth", "cors", "jwt", "acl", "session", "syslog"];
    world.server.state.schemaDelayMs = 1500;
    const agent = world.start();
    await agent.until(() => world.server.schemas.size === 1);
    world.server.publish(documentWith("a.internal"));
    await agent.until(() => world.host() === "a.internal");
    expect(world.server.schemas.size).toBeLessThan(6);
    await agent.until(() => world.server.schemas.size === 6);
  });
});

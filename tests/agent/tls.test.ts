import { describe, expect, it } from "vitest";
import { createAgentWorld, documentWith, shells } from "@/tests/support/agent-world";
import { createAuthority } from "@/tests/support/certificates";

const authority = createAuthority();
const good = authority.issue("good", "IP:127.0.0.1,DNS:localhost");

/** What the server shows, whether the agent is told of the authority, and what curl makes of it. */
const refused: [string, { key: string; cert: string }, boolean, RegExp][] = [
  ["self-signed", authority.selfSigned("self", "IP:127.0.0.1"), true, /self[- ]signed certificate/],
  ["for another host", authority.issue("other", "DNS:other.example"), true, /(does not match|no alternative certificate subject name matches)/],
  ["expired", authority.issue("expired", "IP:127.0.0.1", "20210101000000Z"), true, /expired/],
  ["of an authority that is not trusted", good, false, /(unable to get local issuer|self[- ]signed certificate in certificate chain)/],
];

describe.each(shells)("under %s", { concurrent: true }, (shell) => {
  it("a certificate of the authority in SIGNALBOX_CA_FILE is trusted", async () => {
    await using world = await createAgentWorld({ shell, tls: good });
    world.server.publish(documentWith("a.internal"));
    expect(await world.once({ SIGNALBOX_CA_FILE: authority.caFile })).toMatchObject({ code: 0 });
    expect(world.host()).toBe("a.internal");
  });

  it.each(refused)("a certificate that is %s is told why it was refused, and gets neither token nor credential", async (_, tls, isTold, reason) => {
    await using world = await createAgentWorld({ shell, tls });
    const { code, log } = await world.once(isTold ? { SIGNALBOX_CA_FILE: authority.caFile } : {});
    expect(log).toMatch(reason);
    expect(code).toBe(1);
    expect(world.server.paths).toEqual([]);
  });

  it("a node that was enrolled keeps serving while the certificate is bad, even when Kong starts anew", async () => {
    await using world = await createAgentWorld({ shell, tls: good });
    world.server.publish(documentWith("a.internal"));
    const agent = world.start({ SIGNALBOX_CA_FILE: authority.caFile });
    await agent.until(() => world.server.reportsOf("applied").length === 1);
    await agent.terminate();
    const untrusting = world.start();
    await untrusting.until(() => untrusting.log().includes("the poll failed (60)"));
    await world.kong.restart({ keepConfig: false });
    await untrusting.until(() => world.host() === "a.internal");
  });
});

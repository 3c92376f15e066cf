import { expect, it } from "vitest";
import { readDocument } from "@/server/domain/configuration/read-document";
import { checkConfiguration } from "@/server/draft-store/check-configuration";
import { makeKongId } from "@/server/kong-ids";

const versionsOf = (...gatewayVersions: string[]) => gatewayVersions.map((gatewayVersion) => ({ gatewayVersion, instanceCount: 1, told: [] }));

it("what one edition of Kong alone takes is an error on the others, whichever version is the newest", () => {
  const vaulted = readDocument({ _format_version: "3.0", vaults: [{ name: "aws", prefix: "our-vault" }] }, makeKongId);
  const refusing = (...gatewayVersions: string[]) =>
    checkConfiguration(vaulted, versionsOf(...gatewayVersions), 0).flatMap(({ finding, gatewayVersions: told }) =>
      finding.severity === "error" ? [told] : [],
    );
  for (const enterprise of ["4.0.0", "3.10.0.1", "3.9.1.2"]) {
    expect(refusing(enterprise)).toEqual([]);
    expect(refusing(enterprise, "3.9.1", "3.1.0")).toEqual([["3.9.1", "3.1.0"]]);
  }
});

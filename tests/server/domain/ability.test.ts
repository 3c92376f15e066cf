import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { type Ability, can, GROUP_ABILITIES, GROUP_ROLES, ORG_ABILITIES, ORG_ROLES, type Role, roleIn, roleName } from "@/server/domain/ability";

const tableOf = (abilities: Record<string, { text: string }>, roles: readonly Role[]): string =>
  [
    `| may | ${roles.map(roleName).join(" | ")} |`,
    `|${"---|".repeat(roles.length + 1)}`,
    // safe because the keys of both tables are abilities
    ...Object.entries(abilities).map(
      ([ability, { text }]) => `| ${text} | ${roles.map((role) => (can(role, ability as Ability) ? "yes" : "no")).join(" | ")} |`,
    ),
  ].join("\n");

it("docs/roles.md shows the table that the guard reads", () => {
  const page = readFileSync("docs/roles.md", "utf8");
  expect(page).toContain(tableOf(ORG_ABILITIES, ORG_ROLES));
  expect(page).toContain(tableOf(GROUP_ABILITIES, ["owner", "admin", ...GROUP_ROLES]));
});

it("a Deployer publishes and rolls back, and neither edits, enrolls nor sees secrets", () => {
  const abilities = Object.keys(GROUP_ABILITIES) as Ability[]; // safe because they are the table's own
  expect(abilities.filter((ability) => can("deployer", ability) && !can("viewer", ability))).toEqual(["config.publish"]);
});

it.each(["owner", "admin"] as const)("a role on a group never restricts an %s", (role) => {
  for (const groupRole of GROUP_ROLES) expect(roleIn(role, groupRole)).toBe(role);
});

it("a role on a group gives an Editor or Viewer more or less there, and without one the org's holds", () => {
  expect([roleIn("editor", "viewer"), roleIn("viewer", "deployer"), roleIn("editor", null), roleIn("viewer", undefined)]).toEqual([
    "viewer",
    "deployer",
    "editor",
    "viewer",
  ]);
});

import { randomUUID } from "node:crypto";
import type { Ability } from "@/server/domain/ability";

interface Case {
  /** Null: it is about no org at hand, so that whoever is signed in may. */
  needs: Ability | null;
  input: Record<string, unknown>;
}

/** The group that the inputs name; a test puts its own in the place of it. */
const groupId = randomUUID();
const instanceId = randomUUID();
const entityId = randomUUID();
const fields = { name: "edge", description: "", labels: {}, pollIntervalSeconds: 15, keptVersions: 100 };

/** What each procedure asks of its caller, in the words of the table of abilities, and one valid input, but for the org. */
export const CASES: Record<string, Case> = {
  "account.beginSecondFactor": { needs: null, input: { password: "correct horse battery" } },
  "account.confirmSecondFactor": { needs: null, input: { code: "123456" } },
  "account.removeSecondFactor": { needs: null, input: { password: "correct horse battery", code: "123456" } },
  "account.renewRecoveryCodes": { needs: null, input: { password: "correct horse battery", code: "123456" } },
  "account.changePassword": { needs: null, input: { current: "correct horse battery", next: "another horse battery" } },
  "account.endSession": { needs: null, input: { sessionId: instanceId } },
  "account.get": { needs: null, input: {} },
  "account.listSessions": { needs: null, input: {} },
  "account.update": { needs: null, input: { name: "Ada" } },
  "activity.export": { needs: "audit.export", input: { format: "csv" } },
  "activity.list": { needs: "audit.read", input: {} },
  "catalog.list": { needs: "config.read", input: { groupId } },
  "catalog.plugin": { needs: "config.read", input: { groupId, name: "key-auth" } },
  "configImports.preview": { needs: "config.edit", input: { groupId, files: [{ name: "kong.yaml", text: "_format_version: '3.0'" }], mode: "merge" } },
  "configImports.take": {
    needs: "config.edit",
    input: { groupId, files: [{ name: "kong.yaml", text: "_format_version: '3.0'" }], mode: "merge", revision: 0 },
  },
  "configVersions.check": { needs: "config.read", input: { groupId, source: "_format_version: '3.0'" } },
  "configVersions.compare": { needs: "config.read", input: { groupId, from: 1, to: "draft" } },
  "configVersions.export": { needs: "config.read", input: { groupId, source: "draft", format: "deck" } },
  "configVersions.get": { needs: "config.read", input: { groupId, number: 1 } },
  "configVersions.list": { needs: "config.read", input: { groupId } },
  "configVersions.publish": { needs: "config.edit", input: { groupId, source: "_format_version: '3.0'", message: "m" } },
  "configVersions.restoreAsDraft": { needs: "config.edit", input: { groupId, number: 1 } },
  "configVersions.reviewRollBack": { needs: "config.read", input: { groupId, number: 1 } },
  "configVersions.rollBack": { needs: "config.publish", input: { groupId, number: 1 } },
  "configVersions.setTags": { needs: "config.publish", input: { groupId, number: 1, tags: ["stable"] } },
  "drafts.deleteEntities": { needs: "config.edit", input: { groupId, keys: [{ kind: "services", id: entityId }], revision: 0 } },
  "drafts.discard": { needs: "config.edit", input: { groupId, revision: 0 } },
  "drafts.get": { needs: "config.read", input: { groupId } },
  "drafts.getDependents": { needs: "config.read", input: { groupId, kind: "services", id: entityId } },
  "drafts.getEntity": { needs: "config.read", input: { groupId, kind: "services", id: entityId } },
  "drafts.getYaml": { needs: "config.read", input: { groupId } },
  "drafts.listEntities": { needs: "config.read", input: { groupId, kind: "services" } },
  "drafts.listSteps": { needs: "config.read", input: { groupId } },
  "drafts.pick": { needs: "config.read", input: { groupId, kind: "services" } },
  "drafts.publish": { needs: "config.publish", input: { groupId, revision: 0, message: "m" } },
  "drafts.rebase": { needs: "config.edit", input: { groupId, revision: 0 } },
  "drafts.review": { needs: "config.read", input: { groupId } },
  "drafts.saveEntity": { needs: "config.edit", input: { groupId, kind: "services", fields: { host: "echo.internal" }, revision: 0 } },
  "drafts.saveEntityYaml": { needs: "config.edit", input: { groupId, kind: "services", text: "host: echo.internal", revision: 0 } },
  "drafts.saveYaml": { needs: "config.edit", input: { groupId, text: "_format_version: '3.0'", revision: 0 } },
  "drafts.setEnabled": { needs: "config.edit", input: { groupId, keys: [{ kind: "services", id: entityId }], enabled: false, revision: 0 } },
  "drafts.undo": { needs: "config.edit", input: { groupId, revision: 1 } },
  "enrollmentTokens.list": { needs: "instance.enroll", input: { groupId } },
  "enrollmentTokens.revoke": { needs: "instance.revoke", input: { groupId, tokenId: randomUUID() } },
  "instances.get": { needs: "instance.read", input: { groupId, instanceId } },
  "instances.list": { needs: "instance.read", input: { groupId } },
  "instances.listOrphaned": { needs: "org.read", input: {} },
  "instances.revoke": { needs: "instance.revoke", input: { groupId, instanceId } },
  "instances.watch": { needs: "instance.read", input: { groupId, instanceId, since: 0 } },
  "members.invite": { needs: "member.write", input: { email: "grace@example.com", role: "viewer" } },
  "members.leave": { needs: "org.read", input: {} },
  "members.list": { needs: "org.read", input: {} },
  "members.listInvitations": { needs: "member.write", input: {} },
  "members.makeResetLink": { needs: "member.write", input: { userId: randomUUID() } },
  "members.remove": { needs: "member.write", input: { userId: instanceId } },
  "members.resendInvitation": { needs: "member.write", input: { invitationId: instanceId } },
  "members.revokeInvitation": { needs: "member.write", input: { invitationId: instanceId } },
  "members.update": { needs: "member.write", input: { userId: instanceId, role: "viewer" } },
  "org.create": { needs: null, input: { name: "Another" } },
  "org.get": { needs: "org.read", input: {} },
  "org.getSignInRules": { needs: "signIn.write", input: {} },
  "org.update": { needs: "org.write", input: { name: "Renamed" } },
  "org.updateSignInRules": { needs: "signIn.write", input: { needsSecondFactor: true, isSsoOnly: false } },
  "runtimeGroups.create": { needs: "group.create", input: fields },
  "runtimeGroups.delete": { needs: "group.write", input: { groupId, confirmName: "edge" } },
  "runtimeGroups.get": { needs: "group.read", input: { groupId } },
  "runtimeGroups.list": { needs: "org.read", input: {} },
  "runtimeGroups.stamp": { needs: "org.read", input: { groupId } },
  "runtimeGroups.update": { needs: "group.write", input: { groupId, ...fields } },
  "search.find": { needs: "org.read", input: { text: "edge" } },
  "setup.render": {
    needs: "instance.enroll",
    input: {
      groupId,
      platform: "universal",
      image: "kong:3.9",
      labels: {},
      proxyPort: 8000,
      proxySslPort: 8443,
      ttlMinutes: 60,
      maxUses: 1,
      isEphemeral: false,
    },
  },
  "signingKeys.list": { needs: "org.read", input: {} },
};

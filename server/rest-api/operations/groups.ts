import { z } from "zod";
import { datedList, numberedList, walkedList, wholeList } from "../list-rules";
import { listing, operation, silent } from "../operation";
import { EnrollmentToken, NewEnrollmentToken, RuntimeInstance, RuntimeInstanceDetail, Setup } from "../schemas/instance";
import { AccessToken, AuditEntry, DeletedGroup, Member, Org, OrphanedInstance, RuntimeGroup, SigningKey } from "../schemas/org";
import { VersionFit } from "../schemas/plain";
import { CHANGE_OPERATIONS } from "./instance-changes";
import { GROUP_FIELDS_SEEN, groupTag } from "../seen";

const ORG = "/orgs/{org}";
const GROUP = `${ORG}/runtime-groups/{groupId}`;
const Id = z.object({ id: z.string() });

/** Orgs, and what is about the whole of one. */
export const ORG_OPERATIONS = [
  listing({
    id: "listOrgs",
    tag: "Organization",
    path: "/orgs",
    summary: "The organizations that the token reaches",
    procedure: "org.list",
    output: Org,
    list: wholeList("id"),
  }),
  operation({ id: "getOrg", tag: "Organization", method: "GET", path: ORG, summary: "One organization", procedure: "org.get", output: Org }),
  silent({ id: "updateOrg", tag: "Organization", method: "PUT", path: ORG, summary: "Rename the organization; its slug stays", procedure: "org.update" }),
  listing({
    id: "listMembers",
    tag: "Organization",
    path: `${ORG}/members`,
    summary: "Who belongs to the organization",
    procedure: "members.list",
    output: Member,
    list: wholeList("id"),
  }),
  listing({
    id: "listSigningKeys",
    tag: "Organization",
    path: `${ORG}/signing-keys`,
    summary: "The public halves of the keys that sign configurations",
    procedure: "signingKeys.list",
    output: SigningKey,
    list: wholeList("id"),
  }),
  operation({
    id: "addSigningKey",
    tag: "Organization",
    method: "POST",
    path: `${ORG}/signing-keys`,
    summary: "Add a key, which signs beside the others; nodes that are set up from now on pin it",
    procedure: "signingKeys.add",
    status: 201,
    output: SigningKey,
  }),
  silent({
    id: "removeSigningKey",
    tag: "Organization",
    method: "DELETE",
    path: `${ORG}/signing-keys/{keyId}`,
    summary: "Remove a key; agents that pin it keep serving, and take no new config until they are set up again",
    procedure: "signingKeys.remove",
  }),
  listing({
    id: "listAudit",
    tag: "Organization",
    path: `${ORG}/audit`,
    summary: "Who did what, newest first",
    procedure: "activity.list",
    output: AuditEntry,
    list: datedList("rows", "seq", "pageSize"),
  }),
  listing({
    id: "listOrphanedInstances",
    tag: "Runtime instances",
    path: `${ORG}/orphaned-instances`,
    summary: "Instances whose runtime group is gone, by host, archived ones among them",
    procedure: "instances.listOrphaned",
    output: OrphanedInstance,
    list: numberedList("rows", "pageSize"),
  }),
  silent({
    id: "deleteOrphanedInstance",
    tag: "Runtime instances",
    method: "DELETE",
    path: `${ORG}/orphaned-instances/{instanceId}`,
    summary: "Remove the record of an instance whose runtime group is gone, for good",
    procedure: "instances.deleteOrphaned",
  }),
  listing({
    id: "listDeletedGroups",
    tag: "Runtime instances",
    path: `${ORG}/deleted-groups`,
    summary: "The newest 100 deleted runtime groups whose instances are still known",
    procedure: "instances.listDeletedGroups",
    output: DeletedGroup,
    list: wholeList("id"),
  }),
  operation({
    id: "deleteOrphansOfGroup",
    tag: "Runtime instances",
    method: "DELETE",
    path: `${ORG}/deleted-groups/{deletedGroupId}/instances`,
    summary: "Remove the records of all instances of a deleted runtime group, for good",
    procedure: "instances.deleteOrphansOfGroup",
    output: z.object({ deleted: z.int().describe("How many there were.") }),
  }),
];

const tokens = { tag: "Access tokens" } as const;

/** Tokens of this API. */
export const TOKEN_OPERATIONS = [
  listing({
    ...tokens,
    id: "listAccessTokens",
    path: `${ORG}/access-tokens`,
    summary: "The tokens of who asks, newest first, never the tokens themselves",
    procedure: "accessTokens.list",
    output: AccessToken,
    list: wholeList("id"),
  }),
  listing({
    ...tokens,
    id: "listAllAccessTokens",
    path: `${ORG}/all-access-tokens`,
    summary: "The tokens of every member and service account",
    procedure: "accessTokens.listAll",
    output: AccessToken,
    list: wholeList("id"),
  }),
  silent({
    ...tokens,
    id: "revokeAccessToken",
    method: "POST",
    path: `${ORG}/access-tokens/{tokenId}/revoke`,
    summary: "Revoke a token; its next request gets 401",
    procedure: "accessTokens.revoke",
  }),
];

/** Runtime groups. */
export const GROUP_OPERATIONS = [
  listing({
    id: "listRuntimeGroups",
    tag: "Runtime groups",
    path: `${ORG}/runtime-groups`,
    summary: "All runtime groups, by name",
    procedure: "runtimeGroups.list",
    output: RuntimeGroup,
    list: wholeList("id"),
  }),
  operation({
    id: "createRuntimeGroup",
    tag: "Runtime groups",
    method: "POST",
    path: `${ORG}/runtime-groups`,
    summary: "Create a runtime group",
    procedure: "runtimeGroups.create",
    status: 201,
    output: Id,
    location: `${ORG}/runtime-groups/{id}`,
  }),
  operation({
    id: "getRuntimeGroup",
    tag: "Runtime groups",
    method: "GET",
    path: GROUP,
    summary: "One runtime group",
    procedure: "runtimeGroups.get",
    output: RuntimeGroup,
    etagOf: groupTag,
  }),
  silent({
    id: "updateRuntimeGroup",
    tag: "Runtime groups",
    method: "PUT",
    path: GROUP,
    summary: "Put these settings in the place of the group's",
    procedure: "runtimeGroups.update",
    seen: GROUP_FIELDS_SEEN,
  }),
  operation({
    id: "deleteRuntimeGroup",
    tag: "Runtime groups",
    method: "DELETE",
    path: GROUP,
    summary: "Delete a runtime group; its instances keep serving as orphans",
    procedure: "runtimeGroups.delete",
    output: z.object({ orphaned: z.int().describe("How many instances it leaves.") }),
  }),
];

const instances = { tag: "Runtime instances" } as const;

/** Runtime instances and what lets them in. */
export const INSTANCE_OPERATIONS = [
  listing({
    ...instances,
    id: "listRuntimeInstances",
    path: `${GROUP}/instances`,
    summary: "The group's instances, by id; with states to filter by",
    procedure: "instances.listById",
    output: RuntimeInstance,
    list: walkedList(),
  }),
  operation({
    ...instances,
    id: "getRuntimeInstance",
    method: "GET",
    path: `${GROUP}/instances/{instanceId}`,
    summary: "One instance, with its apply timeline and what its Kong refused",
    procedure: "instances.get",
    output: RuntimeInstanceDetail,
  }),
  operation({
    ...instances,
    id: "getCompatibility",
    method: "GET",
    path: `${GROUP}/compatibility`,
    summary: "Which instances cannot run the live config version, or the one of `version`, and what they lack; by Gateway version and loaded plugins",
    procedure: "instances.fit",
    output: VersionFit,
    input: {
      schema: z.object({ org: z.string(), groupId: z.string(), version: z.number().int().min(1).optional() }),
      toVerb: ({ version, ...rest }) => ({ ...rest, ...(version === undefined ? {} : { number: version }) }),
    },
  }),
  silent({
    ...instances,
    id: "revokeCredential",
    method: "POST",
    path: `${GROUP}/instances/{instanceId}/revoke`,
    summary: "Take the instance's credential away; the node keeps serving",
    procedure: "instances.revoke",
  }),
  ...CHANGE_OPERATIONS,
  listing({
    ...instances,
    id: "listEnrollmentTokens",
    path: `${GROUP}/enrollment-tokens`,
    summary: "The group's enrollment tokens, newest first, never the tokens themselves",
    procedure: "enrollmentTokens.list",
    output: EnrollmentToken,
    list: wholeList("id"),
  }),
  operation({
    ...instances,
    id: "createEnrollmentToken",
    method: "POST",
    path: `${GROUP}/enrollment-tokens`,
    summary: "Make an enrollment token",
    procedure: "enrollmentTokens.create",
    status: 201,
    output: NewEnrollmentToken,
    tellsSecret: true,
  }),
  silent({
    ...instances,
    id: "revokeEnrollmentToken",
    method: "POST",
    path: `${GROUP}/enrollment-tokens/{tokenId}/revoke`,
    summary: "Revoke an enrollment token; what it enrolled stays",
    procedure: "enrollmentTokens.revoke",
  }),
  operation({
    ...instances,
    id: "renderSetup",
    method: "POST",
    path: `${GROUP}/setup`,
    summary: "Make an enrollment token and the blocks to run on a node",
    procedure: "setup.render",
    status: 201,
    output: Setup,
    tellsSecret: true,
  }),
];

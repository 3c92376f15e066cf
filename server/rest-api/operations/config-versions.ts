import { z } from "zod";
import { ExportInput, VersionOrDraft } from "../../domain/config-version";
import { MOST_DOCUMENT_BODY_BYTES } from "../../domain/size-limits";
import { WaitInput } from "../../runtime-instances/wait";
import { walkedList, wholeList } from "../list-rules";
import { listing, operation, silent } from "../operation";
import { Adoption, Checked, RollBackReview, ConfigText, ConfigVersion, ConfigVersionDetail, Published, VersionInstance } from "../schemas/config-version";
import { Comparison, DraftSaved } from "../schemas/draft";
import { groupSeen, revisionTag } from "../seen";

const GROUP = "/orgs/{org}/runtime-groups/{groupId}";
const VERSION = `${GROUP}/config-versions/{number}`;
const versions = { tag: "Config versions" } as const;
const InGroup = z.object({ org: z.string(), groupId: z.string() });
const ExportQuery = ExportInput.omit({ source: true });

/** Config versions: read, compare, publish, roll back, wait. */
export const VERSION_OPERATIONS = [
  listing({
    ...versions,
    id: "listConfigVersions",
    path: `${GROUP}/config-versions`,
    summary: "The group's config versions, newest first",
    procedure: "configVersions.list",
    output: ConfigVersion,
    list: wholeList("number"),
  }),
  operation({
    ...versions,
    id: "publishDocument",
    location: VERSION,
    method: "POST",
    path: `${GROUP}/config-versions`,
    summary: "Publish a declarative document as the next config version; the draft stays. If-Match: the group's ETag",
    procedure: "configVersions.publish",
    status: 201,
    output: Published,
    seen: groupSeen(true),
    yamlBody: (source) => ({ source }),
    maxBytes: MOST_DOCUMENT_BODY_BYTES,
  }),
  operation({
    ...versions,
    id: "checkDocument",
    changesNothing: true,
    method: "POST",
    path: `${GROUP}/check`,
    summary: "What publishing a declarative document would change and what the check finds; changes nothing",
    procedure: "configVersions.check",
    output: Checked,
    yamlBody: (source) => ({ source }),
    maxBytes: MOST_DOCUMENT_BODY_BYTES,
  }),
  operation({
    ...versions,
    id: "getConfigVersion",
    method: "GET",
    path: VERSION,
    summary: "One config version with its document as YAML, secrets masked",
    procedure: "configVersions.get",
    output: ConfigVersionDetail,
    yamlAnswer: "yaml",
  }),
  operation({
    ...versions,
    id: "waitUntilApplied",
    method: "GET",
    path: `${VERSION}/wait`,
    summary:
      "Wait until every instance that counts runs the version or has refused it, or for `timeout` seconds; tells who and why. With `mustApply` 409 where one does not run it",
    procedure: "instances.waitUntilApplied",
    output: Adoption,
  }),
  operation({
    ...versions,
    id: "waitForFleet",
    method: "GET",
    path: `${GROUP}/wait`,
    summary:
      "Wait until every instance that counts runs `version`; 409 `notApplied` as soon as one has refused it, its rollout has halted or another is live; 409 `stillPending` after `timeout` seconds: ask again",
    procedure: "instances.waitUntilApplied",
    output: Adoption,
    input: {
      schema: InGroup.extend({ version: WaitInput.shape.number, timeout: WaitInput.shape.timeout }),
      toVerb: ({ version, ...rest }) => ({ ...rest, number: version, mustApply: true, until: "refused" }),
    },
  }),
  listing({
    ...versions,
    id: "listVersionInstances",
    path: `${VERSION}/instances`,
    summary: "The group's instances, by id, with why each does or does not run the config version; `adoption` to filter by",
    procedure: "instances.listOfVersionById",
    output: VersionInstance,
    list: walkedList(),
  }),
  operation({
    ...versions,
    id: "exportConfigVersion",
    method: "GET",
    path: `${VERSION}/export`,
    summary: "A config version as decK YAML or declarative JSON",
    procedure: "configVersions.export",
    output: ConfigText,
    input: {
      schema: InGroup.extend({ number: z.number().int().min(1), ...ExportQuery.shape }),
      toVerb: ({ number, ...rest }) => ({ ...rest, source: number }),
    },
    yamlAnswer: "text",
  }),
  operation({
    ...versions,
    id: "exportDraft",
    method: "GET",
    path: `${GROUP}/draft/export`,
    summary: "The draft as decK YAML or declarative JSON",
    procedure: "configVersions.export",
    output: ConfigText,
    input: { schema: InGroup.extend(ExportQuery.shape), toVerb: (input) => ({ ...input, source: "draft" }) },
    yamlAnswer: "text",
  }),
  operation({
    ...versions,
    id: "compareConfigurations",
    method: "GET",
    path: `${GROUP}/compare`,
    summary: "What differs between two config versions, or one and the draft; secrets masked",
    procedure: "configVersions.compare",
    output: Comparison,
    input: { schema: InGroup.extend({ from: VersionOrDraft, to: VersionOrDraft }), toVerb: (input) => input },
  }),
  silent({
    ...versions,
    id: "setTags",
    method: "PUT",
    path: `${VERSION}/tags`,
    summary: "Put these tags on a config version; a tagged one keeps its document",
    procedure: "configVersions.setTags",
  }),
  operation({
    ...versions,
    id: "reviewRollBack",
    method: "GET",
    path: `${VERSION}/roll-back`,
    summary: "What rolling back to this config version would change and what the check finds",
    procedure: "configVersions.reviewRollBack",
    output: RollBackReview,
  }),
  operation({
    ...versions,
    id: "rollBack",
    location: VERSION,
    method: "POST",
    path: `${VERSION}/roll-back`,
    summary: "Publish what this config version had as a new one. If-Match, where given: the group's ETag",
    procedure: "configVersions.rollBack",
    status: 201,
    output: Published,
    seen: groupSeen(false),
  }),
  operation({
    ...versions,
    id: "restoreAsDraft",
    method: "POST",
    path: `${VERSION}/restore-as-draft`,
    summary: "Make the draft what this config version had, as one step that can be undone",
    procedure: "configVersions.restoreAsDraft",
    output: DraftSaved,
    etagOf: revisionTag,
  }),
];

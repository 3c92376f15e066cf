import { z } from "zod";
import { EntityKeyInput, ImportInput, SaveEntityInput } from "../../domain/draft";
import { MOST_DOCUMENT_BODY_BYTES } from "../../domain/size-limits";
import { numberedList, wholeList } from "../list-rules";
import { listing, operation } from "../operation";
import { Published, ConfigText } from "../schemas/config-version";
import { Dependents, Draft, DraftReview, DraftSaved, DraftStep, EntityRow, EntitySaved, EntityView, ImportPreview } from "../schemas/draft";
import { draftSeen, ENTITY_SEEN, revisionTag, stampTag } from "../seen";

const GROUP = "/orgs/{org}/runtime-groups/{groupId}";
const DRAFT = `${GROUP}/draft`;
const KIND = `${DRAFT}/entities/{kind}`;
const ENTITY = `${KIND}/{id}`;
const draft = { tag: "Draft" } as const;
const entities = { tag: "Entities of the draft" } as const;
const InGroup = z.object({ org: z.string(), groupId: z.string() });
const { kind, id } = EntityKeyInput.shape;
const { parent, fields, duplicateOf } = SaveEntityInput.shape;
const changed = { output: DraftSaved, etagOf: revisionTag } as const;
/** Of a file that is the whole body. */
const asFile = (text: string) => ({ files: [{ name: "kong.yaml", text }] });

/** The draft as a whole: read, take files, review, publish. */
export const DRAFT_OPERATIONS = [
  operation({
    ...draft,
    id: "getDraft",
    method: "GET",
    path: DRAFT,
    summary: "The draft at a glance; its ETag is its revision",
    procedure: "drafts.get",
    output: Draft,
    etagOf: revisionTag,
  }),
  operation({
    ...draft,
    ...changed,
    id: "discardDraft",
    method: "DELETE",
    path: DRAFT,
    summary: "Discard every change of the draft",
    procedure: "drafts.discard",
    seen: draftSeen(true),
  }),
  listing({
    ...draft,
    id: "listSteps",
    path: `${DRAFT}/steps`,
    summary: "The steps of the draft, newest first",
    procedure: "drafts.listSteps",
    output: DraftStep,
    list: wholeList("revision"),
  }),
  operation({
    ...draft,
    ...changed,
    id: "undoStep",
    method: "POST",
    path: `${DRAFT}/steps/{revision}/undo`,
    summary: "Take a step back by a step of its own",
    procedure: "drafts.undo",
  }),
  operation({
    ...draft,
    id: "getDraftYaml",
    method: "GET",
    path: `${DRAFT}/yaml`,
    summary: "The whole draft as YAML, secrets masked",
    procedure: "drafts.getYaml",
    output: ConfigText.extend({ revision: z.int() }),
    etagOf: revisionTag,
    yamlAnswer: "text",
  }),
  operation({
    ...draft,
    ...changed,
    id: "putDraftYaml",
    method: "PUT",
    path: `${DRAFT}/yaml`,
    summary: "Put this YAML in the place of the draft; masks mean the secrets that are there",
    procedure: "drafts.saveYaml",
    seen: draftSeen(true),
    yamlBody: (text) => ({ text }),
    maxBytes: MOST_DOCUMENT_BODY_BYTES,
  }),
  operation({
    ...draft,
    id: "previewImport",
    changesNothing: true,
    method: "POST",
    path: `${DRAFT}/import/preview`,
    summary: "What files (decK, declarative or OpenAPI) would change in the draft; changes nothing",
    procedure: "configImports.preview",
    output: ImportPreview,
    etagOf: revisionTag,
    yamlBody: asFile,
    maxBytes: MOST_DOCUMENT_BODY_BYTES,
  }),
  operation({
    ...draft,
    ...changed,
    id: "takeImport",
    method: "POST",
    path: `${DRAFT}/import`,
    summary: "Take files into the draft as one step",
    procedure: "configImports.take",
    seen: draftSeen(true),
    input: { schema: InGroup.extend(ImportInput.shape), toVerb: (input) => input },
    yamlBody: asFile,
    maxBytes: MOST_DOCUMENT_BODY_BYTES,
  }),
  operation({
    ...draft,
    id: "reviewDraft",
    method: "GET",
    path: `${DRAFT}/review`,
    summary: "What publishing the draft would change, and what stands in its way",
    procedure: "drafts.review",
    output: DraftReview,
    etagOf: revisionTag,
  }),
  operation({
    ...draft,
    ...changed,
    id: "rebaseDraft",
    method: "POST",
    path: `${DRAFT}/rebase`,
    summary: "Bring the draft up to what is live",
    procedure: "drafts.rebase",
    seen: draftSeen(true),
  }),
  operation({
    ...draft,
    id: "publishDraft",
    method: "POST",
    path: `${DRAFT}/publish`,
    summary: "Publish the draft as the next config version",
    procedure: "drafts.publish",
    status: 201,
    output: Published,
    seen: draftSeen(true),
    location: `${GROUP}/config-versions/{number}`,
  }),
];

/** Entities of the draft, one by one or by key. */
export const ENTITY_OPERATIONS = [
  listing({
    ...entities,
    id: "listEntities",
    path: KIND,
    summary: "The entities of a kind",
    procedure: "drafts.listEntities",
    output: EntityRow,
    list: numberedList("rows", "pageSize"),
  }),
  operation({
    ...entities,
    output: EntitySaved,
    id: "createEntity",
    location: ENTITY,
    method: "POST",
    path: KIND,
    summary: "Create an entity in the draft",
    procedure: "drafts.saveEntity",
    status: 201,
    seen: draftSeen(false),
    input: { schema: InGroup.extend({ kind, parent, fields, duplicateOf }), toVerb: (input) => input },
  }),
  operation({
    ...entities,
    id: "getEntity",
    method: "GET",
    path: ENTITY,
    summary: "One entity with what is around it, secrets masked",
    procedure: "drafts.getEntity",
    output: EntityView,
    etagOf: stampTag,
    yamlAnswer: "yaml",
  }),
  operation({
    ...entities,
    output: EntitySaved,
    id: "putEntity",
    method: "PUT",
    path: ENTITY,
    summary: "Put these fields in the place of the entity's; masks mean the secrets that are there",
    procedure: "drafts.saveEntity",
    seen: ENTITY_SEEN,
    input: { schema: InGroup.extend({ kind, id, parent, fields }), toVerb: (input) => input },
  }),
  operation({
    ...entities,
    ...changed,
    id: "deleteEntity",
    method: "DELETE",
    path: ENTITY,
    summary: "Delete an entity, with as many dependents as `confirmDependents` says",
    procedure: "drafts.deleteEntities",
    seen: ENTITY_SEEN,
    input: {
      schema: InGroup.extend({ kind, id, confirmDependents: z.number().int().min(0).optional() }),
      toVerb: ({ kind: ofKind, id: named, ...rest }) => ({ ...rest, keys: [{ kind: ofKind, id: named }] }),
    },
  }),
  operation({
    ...entities,
    id: "getDependents",
    method: "GET",
    path: `${ENTITY}/dependents`,
    summary: "What hangs on an entity",
    procedure: "drafts.getDependents",
    output: Dependents,
  }),
  operation({
    ...entities,
    ...changed,
    id: "deleteEntities",
    method: "POST",
    path: `${DRAFT}/delete-entities`,
    summary: "Delete entities by their keys",
    procedure: "drafts.deleteEntities",
    seen: draftSeen(true),
  }),
  operation({
    ...entities,
    ...changed,
    id: "setEnabled",
    method: "POST",
    path: `${DRAFT}/set-enabled`,
    summary: "Enable or disable gateway services and plugins",
    procedure: "drafts.setEnabled",
    seen: draftSeen(true),
  }),
];

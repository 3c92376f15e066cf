import { z } from "zod";
import { numberedList, wholeList } from "../list-rules";
import { listing, operation, silent } from "../operation";
import { ArchivedInstance, ChangeOutcome, SelectorPin } from "../schemas/instance";

const GROUP = "/orgs/{org}/runtime-groups/{groupId}";
const instances = { tag: "Runtime instances" } as const;
const change = { ...instances, method: "POST", output: ChangeOutcome } as const;

/** What is done to one instance or many: those that `which` names by id, or all that a search finds. */
export const CHANGE_OPERATIONS = [
  operation({ ...change, id: "pinInstances", path: `${GROUP}/instances/pin`, summary: "Hold instances at a config version", procedure: "instances.pin" }),
  operation({ ...change, id: "unpinInstances", path: `${GROUP}/instances/unpin`, summary: "Take the pins of instances away", procedure: "instances.unpin" }),
  operation({
    ...change,
    id: "pauseInstances",
    path: `${GROUP}/instances/pause`,
    summary: "Hold instances at what is expected of each now",
    procedure: "instances.pause",
  }),
  operation({ ...change, id: "resumeInstances", path: `${GROUP}/instances/resume`, summary: "Let paused instances go on", procedure: "instances.resume" }),
  operation({
    ...change,
    id: "syncInstances",
    path: `${GROUP}/instances/sync`,
    summary: "Have instances take their config once more",
    procedure: "instances.syncNow",
  }),
  operation({
    ...change,
    id: "rotateCredentials",
    path: `${GROUP}/instances/rotate-credential`,
    summary: "Have instances change their credentials",
    procedure: "instances.rotateCredential",
  }),
  operation({ ...change, id: "labelInstances", path: `${GROUP}/instances/label`, summary: "Set and remove labels of instances", procedure: "instances.label" }),
  operation({
    ...change,
    id: "archiveInstances",
    path: `${GROUP}/instances/archive`,
    summary: "Put instances away; their credentials are refused until they enroll again",
    procedure: "instances.archive",
  }),
  listing({
    ...instances,
    id: "listArchivedInstances",
    path: `${GROUP}/archived-instances`,
    summary: "The group's archived instances, the newest first",
    procedure: "instances.listArchived",
    output: ArchivedInstance,
    list: numberedList("rows", "pageSize"),
  }),
  silent({
    ...instances,
    id: "deleteArchivedInstance",
    method: "DELETE",
    path: `${GROUP}/archived-instances/{instanceId}`,
    summary: "Remove the record of an archived instance for good",
    procedure: "instances.deleteArchived",
  }),
  listing({
    ...instances,
    id: "listSelectorPins",
    path: `${GROUP}/selector-pins`,
    summary: "The group's pins by label, newest first: the first that fits an instance counts",
    procedure: "instances.listSelectorPins",
    output: SelectorPin,
    list: wholeList("id"),
  }),
  operation({
    ...instances,
    id: "createSelectorPin",
    method: "POST",
    path: `${GROUP}/selector-pins`,
    summary: "Hold all instances that have these labels at a config version",
    procedure: "instances.createSelectorPin",
    status: 201,
    output: z.object({ id: z.string() }),
  }),
  silent({
    ...instances,
    id: "deleteSelectorPin",
    method: "DELETE",
    path: `${GROUP}/selector-pins/{pinId}`,
    summary: "Take a pin by label away",
    procedure: "instances.deleteSelectorPin",
  }),
];

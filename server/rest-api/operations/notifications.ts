import { wholeList } from "../list-rules";
import { listing } from "../operation";
import { Condition } from "../schemas/notification";

const ORG = "/orgs/{org}";

/** What needs attention. */
export const CONDITION_OPERATIONS = [
  listing({
    id: "listConditions",
    tag: "Conditions",
    path: `${ORG}/conditions`,
    summary: "What needs attention in the organization, gravest first; many of one kind in one group are one row",
    procedure: "conditions.list",
    output: Condition,
    list: wholeList("id"),
  }),
  listing({
    id: "listConditionsOfGroup",
    tag: "Conditions",
    path: `${ORG}/runtime-groups/{groupId}/conditions`,
    summary: "What needs attention in the runtime group, gravest first",
    procedure: "conditions.listOfGroup",
    output: Condition,
    list: wholeList("id"),
  }),
];

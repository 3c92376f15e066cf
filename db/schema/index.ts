export * from "./access-tokens";
export * from "./audit";
export * from "./group-roles";
export * from "./invitations";
export * from "./people";
export * from "./runtime-groups";
export * from "./runtime-instances";
export * from "./upkeep";

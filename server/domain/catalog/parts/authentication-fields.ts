import type { NamedField } from "../../kong-schema/schema";

/** As whom requests without a credential pass. */
export const ANONYMOUS = {
  name: "anonymous",
  type: "string",
  help: "The username or id of a consumer as whom requests without a credential pass. Empty: they are refused.",
  isAdvanced: true,
} as const satisfies NamedField;

/** That the service sees no credential. */
export const HIDE_CREDENTIALS = {
  name: "hide_credentials",
  type: "boolean",
  required: true,
  default: false,
  help: "Takes the credential off before the service sees the request.",
} as const satisfies NamedField;

/** What a client without a credential is told. */
export const REALM = { name: "realm", type: "string", help: "What a refused client is told to log in to.", isAdvanced: true } as const satisfies NamedField;

/** That browsers must show a credential before they ask. */
export const RUN_ON_PREFLIGHT = {
  name: "run_on_preflight",
  type: "boolean",
  required: true,
  default: true,
  help: "Asks for the credential on OPTIONS requests of browsers too.",
  isAdvanced: true,
} as const satisfies NamedField;

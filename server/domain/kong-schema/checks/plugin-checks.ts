import { isMap } from "../../config-document/finding";
import { examineRegex } from "../../regex-syntax/regex-syntax";
import type { NamedCheck, NamedFault } from "../named-check";
import { onText, quote } from "./on-text";
import { parseUrl } from "./parse-url";

const PERIODS = ["second", "minute", "hour", "day", "month", "year"];
const REALTIME = -1;
const LEAST_SYNC_RATE = 0.02;
const FLOWS = ["enable_authorization_code", "enable_implicit_grant", "enable_client_credentials", "enable_password_grant"];

const isFilled = (value: unknown): boolean => typeof value === "string" && value !== "";

/** The limit of a longer period is not below that of a shorter one, and counters are exchanged through Redis only. */
export const checkPeriodsOrder: NamedCheck = (value) => {
  if (!isMap(value)) return [];
  const limits = PERIODS.map((period) => ({ period, limit: value[period] })).filter(
    (entry): entry is { period: string; limit: number } => typeof entry.limit === "number",
  );
  for (const [index, shorter] of limits.entries()) {
    const longer = limits.slice(index + 1).find(({ limit }) => limit < shorter.limit);
    if (longer) {
      return [
        {
          message: `The limit of a ${longer.period} (${longer.limit}) is below that of a ${shorter.period} (${shorter.limit}).`,
          cure: "Raise it, or leave one of the two out.",
          path: [longer.period],
        },
      ];
    }
  }
  return syncRateFaults(value);
};

function syncRateFaults({ policy, sync_rate: rate }: Record<string, unknown>): NamedFault[] {
  if (typeof policy !== "string" || typeof rate !== "number" || rate === REALTIME) return [];
  if (policy !== "redis")
    return [{ message: "sync_rate may be set with the policy redis only.", cure: "Leave it out, or set policy to redis.", path: ["sync_rate"] }];
  return rate < LEAST_SYNC_RATE
    ? [{ message: `sync_rate must be at least ${LEAST_SYNC_RATE}, or -1 for each request.`, cure: "Raise it.", path: ["sync_rate"] }]
    : [];
}

/** `*`, or a regular expression that PCRE compiles. */
export const checkOrigin = onText((text) => {
  if (text === "*") return undefined;
  return regexFault(text, "Write *, a whole origin such as https://example.com, or a regular expression such as .*\\.example\\.com.");
});

/** A regular expression that PCRE compiles. */
export const checkRegex = onText((text) => regexFault(text, "Correct it; put a \\ before a sign that stands for itself."));

function regexFault(text: string, cure: string): NamedFault | undefined {
  const { fault } = examineRegex(text, "pcre");
  return fault && { message: `${quote(text)} is no regular expression: ${fault.message}.`, cure };
}

/** Credentials stand in the URL or in a header, not in both. */
export const checkHttpLog: NamedCheck = (value) => {
  if (!isMap(value) || typeof value.http_endpoint !== "string" || !isMap(value.headers)) return [];
  const header = Object.keys(value.headers).find((name) => name.toLowerCase() === "authorization");
  if (header === undefined || parseUrl(value.http_endpoint)?.userinfo === undefined) return [];
  return [{ message: "The URL holds user info, and the headers hold Authorization.", cure: "Leave one of the two out.", path: ["headers", header] }];
};

/** What a terminated request is answered: a message, or a body with its type. */
export const checkRequestTermination: NamedCheck = (value) => {
  if (!isMap(value)) return [];
  const [hasMessage, hasType, hasBody] = [isFilled(value.message), isFilled(value.content_type), isFilled(value.body)];
  if (hasMessage && (hasType || hasBody))
    return [{ message: "message may not stand with content_type or body.", cure: "Leave message out, or the other two.", path: ["message"] }];
  if (hasType && !hasBody) return [{ message: "content_type needs a body.", cure: "Add a body, or leave content_type out.", path: ["content_type"] }];
  if (value.echo === true && (hasType || hasBody)) {
    return [{ severity: "warning", message: "echo answers the request itself, and not the body.", cure: "Leave echo or body out.", path: ["echo"] }];
  }
  return [];
};

/** At least one grant is enabled. */
export const checkFlows: NamedCheck = (value) => {
  if (!isMap(value) || FLOWS.some((flow) => value[flow] === true)) return [];
  return [{ message: `One of ${FLOWS.join(", ")} must be true.`, cure: "Enable the grants that your clients use." }];
};

/** Attributes are texts, numbers or booleans; a text is not empty. */
export const checkResourceAttributes: NamedCheck = (value) => {
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([name, attribute]) => {
    if (!["string", "number", "boolean"].includes(typeof attribute))
      return [{ message: `${quote(name)} must be a text, a number or a boolean.`, cure: "Write it as a text.", path: [name] }];
    return attribute === "" ? [{ message: `${quote(name)} must not be empty.`, cure: "Give it a value, or remove it.", path: [name] }] : [];
  });
};

/** No two tags have one name. */
export const checkStaticTags: NamedCheck = (value) => {
  if (!Array.isArray(value)) return [];
  const names = value.map((tag: unknown) => (isMap(tag) ? tag.name : undefined));
  const at = names.findIndex((name, index) => typeof name === "string" && names.indexOf(name) < index);
  return at < 0 ? [] : [{ message: `The tag ${quote(String(names[at]))} stands twice.`, cure: "Remove one of the two.", path: [at, "name"] }];
};

/** The proxy towards AWS is spoken to in plain HTTP. */
export const checkLambdaProxy: NamedCheck = (value) => {
  const config = isMap(value) && isMap(value.config) ? value.config : value;
  if (!isMap(config) || typeof config.proxy_url !== "string" || parseUrl(config.proxy_url)?.scheme === "http") return [];
  return [{ message: "The scheme of proxy_url must be http.", cure: "Write http://proxy.example.com:3128.", path: ["config", "proxy_url"] }];
};

/** Statistics are written for what the provider answers them with. */
export const checkLlmRouteType: NamedCheck = (value) => {
  if (!isMap(value) || !isMap(value.model) || !isMap(value.logging)) return [];
  if (value.logging.log_statistics !== true || value.route_type !== "llm/v1/completions" || value.model.provider !== "anthropic") return [];
  return [
    {
      message: "anthropic gives no statistics where route_type is llm/v1/completions.",
      cure: "Set logging.log_statistics to false, or route_type to llm/v1/chat.",
      path: ["logging", "log_statistics"],
    },
  ];
};

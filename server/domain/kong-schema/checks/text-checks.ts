import { onText, quote } from "./on-text";
import { parseUrl } from "./parse-url";

/** The name of an entity: letters, digits, `. - _ ~` and what is beyond ASCII. */
export const checkName = onText((text) =>
  /^[\w.\-~\u0080-\u{10FFFF}]+$/u.test(text)
    ? undefined
    : { message: `${quote(text)} may hold letters, digits and . - _ ~ only.`, cure: "Replace blanks and other signs, by a - for example." },
);

/** A tag: printable, without commas and slashes. */
export const checkTag = onText((text) =>
  // oxlint-disable-next-line no-control-regex -- safe because these are the characters that a tag must not hold.
  text !== "" && !/[\u0000-\u001f,/\u007f]/.test(text)
    ? undefined
    : { message: `The tag ${quote(text)} may hold no comma, no slash and no control character.`, cure: "Replace them, by a - or a : for example." },
);

/** An absolute URL: with a scheme and a host. Never quoted, because addresses of collectors hold tokens. */
export const checkUrl = onText((text) => {
  const parts = parseUrl(text);
  if (!parts?.host) return { message: "The URL holds no host.", cure: "Write a whole URL, such as https://example.com/path." };
  return parts.scheme ? undefined : { message: "The URL holds no scheme.", cure: "Begin with https:// or http://." };
});

/** Where OAuth 2.0 sends people back to: an absolute URI without a fragment. */
export const checkRedirectUri = onText((text) => {
  const parts = parseUrl(text);
  if (!parts?.host || !parts.scheme) return { message: `${quote(text)} is no absolute URI.`, cure: "Write a whole URI, such as https://example.com/callback." };
  return parts.fragment === undefined ? undefined : { message: `${quote(text)} may hold no fragment.`, cure: "Take out the # and what follows it." };
});

/** The name of a header; a final line break passes, as it does at Kong. */
export const checkHeaderName = onText((text) =>
  /^[A-Za-z0-9\-_]+\n?$/.test(text)
    ? undefined
    : { message: `${quote(text)} is no header name.`, cure: "Use letters, digits, - and _ only, like X-Request-Id." },
);

/** A token of RFC 2616, such as the name of a cookie. */
export const checkHttpToken = onText((text) =>
  text !== "" && /^[\x21-\x7e]+$/.test(text) && !/[()<>@,;:\\"/?={}[\]]/.test(text)
    ? undefined
    : { message: `${quote(text)} may hold no blank and none of ()<>@,;:\\"/?={}[].`, cure: "Use letters, digits, - and _." },
);

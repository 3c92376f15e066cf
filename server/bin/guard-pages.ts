import { randomBytes } from "node:crypto";
import type { RequestListener } from "node:http";
import { guardPage, type PageSetting, POLICY_FIELD } from "../domain/page-guard";

/** Puts the page guard before Next, which reads the nonce of its scripts from the request's own policy. `url`: the console's address. */
export function guardPages(handle: RequestListener, url: string, setting: PageSetting): RequestListener {
  return (request, response) => {
    const { origin = null, host = null } = request.headers;
    const secFetchSite = request.headers["sec-fetch-site"];
    const from = { method: request.method ?? "GET", secFetchSite: secFetchSite === undefined ? null : String(secFetchSite), origin, host };
    const { headers, policy, refusal } = guardPage(randomBytes(16).toString("base64"), from, url, setting);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (refusal) {
      response.writeHead(refusal.status, { "Content-Type": "text/plain; charset=utf-8", Connection: "close" });
      return void response.end(refusal.words);
    }
    request.headers[POLICY_FIELD] = policy;
    handle(request, response);
  };
}

import { randomBytes } from "node:crypto";
import type { RequestListener } from "node:http";
import { isFromElsewhere, pageHeaders, type PageSetting } from "../domain/page-guard";

const POLICY = "content-security-policy";

/** Puts the page guard before Next, which reads the nonce of its scripts from the request's own policy. `url`: the console's address. */
export function guardPages(handle: RequestListener, url: string, setting: PageSetting): RequestListener {
  return (request, response) => {
    const headers = pageHeaders(randomBytes(16).toString("base64"), setting);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const { origin = null, host = null } = request.headers;
    const secFetchSite = request.headers["sec-fetch-site"];
    const from = { method: request.method ?? "GET", secFetchSite: secFetchSite === undefined ? null : String(secFetchSite), origin, host };
    const refuse = (status: number, words: string) => {
      response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8", Connection: "close" });
      response.end(`${words}\n`);
    };
    if (request.method === "TRACE") return refuse(405, "This method is not taken.");
    if (isFromElsewhere(from, url)) return refuse(403, "This was sent by the page of another site.");
    request.headers[POLICY] = headers["Content-Security-Policy"];
    handle(request, response);
  };
}

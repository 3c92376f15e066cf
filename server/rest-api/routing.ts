import { Refusal } from "../runtime-api/answers";
import { pathNames } from "./input-schema";
import type { Operation } from "./operation";
import { OPERATIONS } from "./operations";

/** Where the REST API begins. */
export const BASE = "/api/v1";

interface Route {
  operation: Operation;
  pattern: RegExp;
  names: string[];
}

const routes: Route[] = OPERATIONS.map((operation) => ({
  operation,
  pattern: new RegExp(`^${BASE}${operation.path.replace(/\{\w+\}/g, "([^/]+)")}$`),
  names: pathNames(operation.path),
}));

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new Refusal(400, "The path is not well-formed.");
  }
}

/** The operation that a request means, with the parameters in its path. Throws 404, and 405 where the path takes other methods. */
export function routeOf(method: string, pathname: string): { operation: Operation; parameters: Record<string, string> } {
  const asked = method === "HEAD" ? "GET" : method;
  const matching = routes.flatMap((route) => {
    const match = route.pattern.exec(pathname);
    return match ? [{ ...route, match }] : [];
  });
  const found = matching.find(({ operation }) => operation.method === asked);
  if (found)
    return { operation: found.operation, parameters: Object.fromEntries(found.names.map((name, index) => [name, decoded(found.match[index + 1] ?? "")])) };
  if (matching.length === 0) throw new Refusal(404, `There is nothing here. What there is stands in ${BASE}/openapi.json.`);
  const allowed = matching.map(({ operation }) => (operation.method === "GET" ? "GET, HEAD" : operation.method));
  throw new Refusal(405, "This path does not take that method.", { Allow: allowed.join(", ") });
}

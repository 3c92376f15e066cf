import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import type { Context } from "./context";
import { appRouter } from "./root";

/** Answers a call of procedures over HTTP. No answer is kept by a browser or by what stands in between. */
export const answerProcedures = (req: Request, createContext: () => Context | Promise<Context>): Promise<Response> =>
  fetchRequestHandler({
    endpoint: "/api/trpc",
    req,
    router: appRouter,
    createContext,
    responseMeta: () => ({ headers: new Headers({ "Cache-Control": "no-store" }) }),
  });

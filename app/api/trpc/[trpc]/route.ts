import { answerProcedures } from "@/server/trpc/answer";
import { createContext } from "@/server/trpc/context";

const handle = (req: Request) => answerProcedures(req, () => createContext(req.headers));

export { handle as GET, handle as POST };

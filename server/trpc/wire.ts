import superjson from "superjson";

const MAP_OF_INPUT = "The request cannot be read: its body must be JSON with the input as a map.";

/**
 * How what procedures are asked and answer is written as JSON. An input is plain JSON under `json`, and nothing else: what would say how
 * to rebuild other values of it is refused, since no input has any and it can be made to cost much. An answer is SuperJSON, which keeps dates.
 */
export const wire = {
  input: {
    serialize: (input: unknown) => ({ json: input }),
    deserialize(sent: unknown): unknown {
      if (typeof sent !== "object" || sent === null || "meta" in sent) throw new Error(MAP_OF_INPUT);
      return "json" in sent ? sent.json : undefined;
    },
  },
  output: superjson,
};

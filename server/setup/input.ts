import { z } from "zod";
import { EnrollmentTokenFields } from "../domain/runtime-group";
import { OrgInput } from "../trpc/init";

const port = z.number().int("A port is a whole number.").min(1, "A port is 1 to 65535.").max(65535, "A port is 1 to 65535.");

/** What the page "New instance" asks for. */
export const SetupRequest = OrgInput.extend({
  groupId: z.uuid(),
  platform: z.enum(["docker", "compose", "kubernetes", "universal"]),
  image: z.string().regex(/^(kong:3\.9(\.\d+)?|kong\/kong-gateway:3\.\d{1,2}(\.\d+){0,3})$/, "Choose kong:3.9 or kong/kong-gateway with a Gateway version."),
  proxyPort: port,
  proxySslPort: port,
}).extend(EnrollmentTokenFields.shape);
export type SetupRequest = z.infer<typeof SetupRequest>;

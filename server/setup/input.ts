import { z } from "zod";
import { EnrollmentTokenFields } from "../domain/runtime-group";
import { ADMIN_PORT, STATUS_PORT } from "../domain/setup-script/settings";
import { PLATFORMS } from "../domain/setup-script/setup-plan";

const isFree = (value: number) => value !== ADMIN_PORT && value !== STATUS_PORT;
const port = z
  .number()
  .int("A port is a whole number.")
  .min(1, "A port is 1 to 65535.")
  .max(65535, "A port is 1 to 65535.")
  .refine(isFree, `Ports ${ADMIN_PORT} and ${STATUS_PORT} are those of Kong's admin and status APIs.`);

/** What the page "New instance" asks for. */
export const SetupRequest = z
  .object({
    groupId: z.uuid(),
    platform: z.enum(PLATFORMS),
    image: z.string().regex(/^(kong:3\.9(\.\d+)?|kong\/kong-gateway:3\.\d{1,2}(\.\d+){0,3})$/, "Choose kong:3.9 or kong/kong-gateway with a Gateway version."),
    proxyPort: port,
    proxySslPort: port,
  })
  .extend(EnrollmentTokenFields.shape)
  .refine((request) => request.proxyPort !== request.proxySslPort, { path: ["proxySslPort"], message: "The two proxy ports must differ." });
export type SetupRequest = z.infer<typeof SetupRequest>;

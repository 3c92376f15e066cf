import { z } from "zod";
import { isPrivate } from "./domain/client-address";

const text = z.string().trim().min(1).optional();

/** Every setting there is; the README's table has the same ones. */
export const EnvSchema = z
  .object({
    PORT: z.coerce.number("PORT must be a whole number.").int("PORT must be a whole number.").min(0).max(65535).default(3000),
    HOST: z.string().trim().min(1).default("127.0.0.1"),
    SIGNALBOX_URL: z.url({ protocol: /^https?$/, message: "SIGNALBOX_URL must be a URL like https://signalbox.example.com." }).optional(),
    SIGNALBOX_PROXIES: z.coerce.number("SIGNALBOX_PROXIES must be a whole number.").int().min(0).max(10).default(0),
    SIGNALBOX_DATA: z.string().trim().min(1).default("data"),
    DATABASE_URL: z
      .string()
      .regex(/^(file:|libsql:\/\/|https?:\/\/)/, "DATABASE_URL must begin with file:, libsql://, https:// or http://.")
      .optional(),
    DATABASE_AUTH_TOKEN: text,
    SIGNALBOX_DATA_KEY: z
      .string()
      .regex(/^[A-Za-z0-9+/]{43}=$/, "SIGNALBOX_DATA_KEY must be 32 bytes in base64 (openssl rand -base64 32).")
      .optional(),
    SIGNALBOX_OLD_DATA_KEYS: z
      .string()
      .regex(/^\s*[A-Za-z0-9+/]{43}=\s*(,\s*[A-Za-z0-9+/]{43}=\s*)*$/, "SIGNALBOX_OLD_DATA_KEYS must be keys of 32 bytes in base64 with commas between them.")
      .transform((text) => text.split(",").map((key) => key.trim()))
      .optional(),
    AUTH_SECRET: z.string().min(32, "AUTH_SECRET must have at least 32 characters.").optional(),
    GITHUB_ID: text,
    GITHUB_SECRET: text,
    OIDC_ISSUER: z
      .url("OIDC_ISSUER must be a URL.")
      .refine(isPrivate, "OIDC_ISSUER must begin with https://; on this machine alone http:// will do.")
      .optional(),
    OIDC_CLIENT_ID: text,
    OIDC_CLIENT_SECRET: text,
    OIDC_SCOPE: z
      .string()
      .trim()
      .regex(/(^| )openid( |$)/, "OIDC_SCOPE must name the scope openid.")
      .default("openid profile email"),
    OIDC_MFA_AMR: z.string().trim().default("mfa mca otp hwk swk sc"),
    OIDC_MFA_ACR: text,
    SIGNALBOX_SMTP_URL: z.url({ protocol: /^smtps?$/, message: "SIGNALBOX_SMTP_URL must be a URL like smtps://user:password@mail.example.com." }).optional(),
    SIGNALBOX_MAIL_FROM: text,
    SIGNALBOX_ALLOW_PRIVATE_TARGETS: z
      .enum(["true", "false"], "SIGNALBOX_ALLOW_PRIVATE_TARGETS is true or false.")
      .default("false")
      .transform((text) => text === "true"),
    SIGNALBOX_CRON_SECRET: z.string().min(32, "SIGNALBOX_CRON_SECRET must have at least 32 characters.").optional(),
    SEED: z.enum(["empty", "small", "fleet"], "SEED is empty, small or fleet.").optional(),
  })
  .refine((env) => !env.GITHUB_ID === !env.GITHUB_SECRET, "Set both GITHUB_ID and GITHUB_SECRET, or neither.")
  .refine(
    (env) => new Set([!env.OIDC_ISSUER, !env.OIDC_CLIENT_ID, !env.OIDC_CLIENT_SECRET]).size === 1,
    "Set all of OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET, or none.",
  )
  .refine((env) => !env.SIGNALBOX_SMTP_URL === !env.SIGNALBOX_MAIL_FROM, "Set both SIGNALBOX_SMTP_URL and SIGNALBOX_MAIL_FROM, or neither.");

/** The settings, checked. `url`: where browsers and agents reach us, without a slash at its end. */
export type Env = z.infer<typeof EnvSchema> & { url: string };

/** A setting is wrong; the message is one line a person can act on. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

/** Reads and checks every setting. An empty value counts as unset. Throws `SettingsError` naming each wrong one. */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = EnvSchema.safeParse(given);
  if (!parsed.success) {
    throw new SettingsError(
      parsed.error.issues.map(({ path, message }) => (message.startsWith(path.join(".")) ? message : `${path.join(".")}: ${message}`)).join(" "),
    );
  }
  // By name, because Next writes every loopback address as localhost, and sign-in must come back to where it began.
  const { HOST, PORT, SIGNALBOX_URL } = parsed.data;
  const named = HOST.includes(":") ? `[${HOST}]` : HOST;
  const host = /^(0\.0\.0\.0|127(\.\d+){3}|::1?)$/.test(HOST) ? "localhost" : named;
  const url = (SIGNALBOX_URL ?? `http://${host}:${PORT}`).replace(/\/+$/, "");
  if (!URL.canParse(url)) throw new SettingsError("HOST stands in no URL as it is; set SIGNALBOX_URL to the one that browsers and agents use.");
  return { ...parsed.data, url };
}

import { encode } from "@auth/core/jwt";
import { z } from "zod";
import { getDeps } from "../deps";
import { authCookies, deviceCookie } from "./cookies";
import { DEVICE_SECONDS, newDevice } from "./device";

/** From where a browser asks, what it calls itself, and its cookies. */
export interface Browser {
  address: string;
  userAgent: string;
  /** Absent: nobody has signed in with it before. */
  device?: string;
  /** Gives the session that its cookie names, whether or not it is good. Absent: it has none. */
  session?: () => Promise<string | null>;
}

const SessionClaims = z.object({ sessionId: z.string() });

/** The session that the cookie at hand names, whether or not it is good. */
export async function sessionIdAtHand(): Promise<string | null> {
  // Loaded late, because next-auth imports parts of Next that exist only while Next serves.
  const { auth } = await import("./next-auth");
  const claims = SessionClaims.safeParse(await auth());
  return claims.success ? claims.data.sessionId : null;
}

/** From where a browser asks, and what it calls itself. */
function browserOf(headers: Pick<Headers, "get">): Pick<Browser, "address" | "userAgent"> {
  return { address: headers.get("x-forwarded-for") ?? "unknown", userAgent: headers.get("user-agent") ?? "" };
}

/** The browser of the request at hand, as Next has it. */
export async function browserAtHand(): Promise<Browser> {
  // Loaded late, because it exists only while Next serves.
  const { cookies, headers } = await import("next/headers");
  const [{ env }, jar, fields] = [await getDeps(), await cookies(), await headers()];
  return { ...browserOf(fields), device: jar.get(deviceCookie(env).name)?.value, session: sessionIdAtHand };
}

/** Leaves in the browser at hand what it is known by from now on. Call it where the person of this address has just proven to be it. */
export async function keepDevice(email: string): Promise<void> {
  const { cookies } = await import("next/headers");
  const deps = await getDeps();
  const { name, options } = deviceCookie(deps.env);
  (await cookies()).set(name, newDevice(deps, email), { ...options, maxAge: DEVICE_SECONDS });
}

/** Leaves in the browser at hand the cookie of another session, as next-auth does at a sign-in. */
export async function keepSession(userId: string, sessionId: string, maxAge: number): Promise<void> {
  const { cookies } = await import("next/headers");
  const { env, authSecret } = await getDeps();
  const { name, options } = authCookies(env).sessionToken;
  (await cookies()).set(name, await encode({ token: { userId, sessionId }, secret: authSecret, salt: name, maxAge }), { ...options, maxAge });
}

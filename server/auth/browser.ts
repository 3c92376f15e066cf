import { getDeps } from "../deps";
import { deviceCookie } from "./cookies";
import { DEVICE_SECONDS, newDevice } from "./device";

/** From where a browser asks, what it calls itself, and its device cookie. */
export interface Browser {
  address: string;
  userAgent: string;
  /** Absent: nobody has signed in with it before. */
  device?: string;
}

/** From where a browser asks, and what it calls itself. */
function browserOf(headers: Pick<Headers, "get">): Omit<Browser, "device"> {
  return { address: headers.get("x-forwarded-for") ?? "unknown", userAgent: headers.get("user-agent") ?? "" };
}

/** The browser of the request at hand, as Next has it. */
export async function browserAtHand(): Promise<Browser> {
  // Loaded late, because it exists only while Next serves.
  const { cookies, headers } = await import("next/headers");
  const [{ env }, jar, fields] = [await getDeps(), await cookies(), await headers()];
  return { ...browserOf(fields), device: jar.get(deviceCookie(env).name)?.value };
}

/** Leaves in the browser at hand what it is known by from now on. Call it where the person of this address has just proven to be it. */
export async function keepDevice(email: string): Promise<void> {
  const { cookies } = await import("next/headers");
  const deps = await getDeps();
  const { name, options } = deviceCookie(deps.env);
  (await cookies()).set(name, newDevice(deps, email), { ...options, maxAge: DEVICE_SECONDS });
}

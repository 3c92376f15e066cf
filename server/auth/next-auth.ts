import NextAuth from "next-auth";
import { getDeps } from "../deps";
import { authConfig } from "./auth-config";
import { browserAtHand, keepDevice } from "./browser";

export const { handlers, auth, signIn, signOut } = NextAuth(async () => authConfig(await getDeps(), { browser: browserAtHand, keepDevice }));

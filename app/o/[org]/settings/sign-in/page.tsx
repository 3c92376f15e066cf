import type { Metadata } from "next";
import { load } from "@/app/_trpc/server";
import { updateSignInRulesAction } from "./actions";
import { SignInRulesForm } from "./sign-in-rules-form";

export const metadata: Metadata = { title: "Sign-in" };

export default async function SignInRulesPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const rules = await load((api) => api.org.getSignInRules({ org }));
  return <SignInRulesForm action={updateSignInRulesAction.bind(null, org)} rules={rules} hasProvider={rules.hasProvider} />;
}

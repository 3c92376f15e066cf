import type { Metadata } from "next";
import { load } from "@/app/_trpc/server";
import { can } from "@/server/domain/ability";
import { NewInstance } from "./new-instance";

export const metadata: Metadata = { title: "New instance" };

export default async function NewInstancePage({ params }: { params: Promise<{ org: string; groupId: string }> }) {
  const at = await params;
  const me = await load((api) => api.org.get({ org: at.org }));
  if (!can(me.role, "instance.enroll")) return <p>Your role ({me.role}) may not add instances. Ask an Editor or Admin.</p>;
  return <NewInstance at={at} />;
}

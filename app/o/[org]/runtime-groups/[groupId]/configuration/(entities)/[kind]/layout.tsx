import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { isKind } from "../entity-kinds";

/** Above any skeleton, so that what is no kind is a 404. */
export default async function KindLayout({ children, params }: { children: ReactNode; params: Promise<{ kind: string }> }) {
  if (!isKind((await params).kind)) notFound();
  return children;
}

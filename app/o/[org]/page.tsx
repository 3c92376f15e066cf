import { redirect } from "next/navigation";
import { paths } from "@/app/paths";

export default async function OrgPage({ params }: { params: Promise<{ org: string }> }) {
  redirect(paths.groups((await params).org));
}

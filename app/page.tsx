import { redirect } from "next/navigation";
import { currentUser, membershipsOf } from "@/server/auth/session";
import { getDeps } from "@/server/deps";
import { paths } from "./paths";

export const dynamic = "force-dynamic";

export default async function Home() {
  const user = await currentUser();
  if (!user) redirect(paths.login());
  const [first] = await membershipsOf(await getDeps(), user.id);
  if (!first) return <main className="p-6">You belong to no organization yet. Ask an Owner to add you.</main>;
  redirect(paths.overview(first.org.slug));
}

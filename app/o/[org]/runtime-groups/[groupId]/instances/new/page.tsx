import { NewInstance } from "./new-instance";

export default async function NewInstancePage({ params }: { params: Promise<{ org: string; groupId: string }> }) {
  return <NewInstance at={await params} />;
}

import { load } from "@/app/_trpc/server";
import { Card } from "@/app/_ui/controls";
import { CopyButton } from "@/app/_ui/copy-button";

export default async function VersionPage({ params }: { params: Promise<{ org: string; groupId: string; number: string }> }) {
  const { org, groupId, number } = await params;
  const version = await load((api) => api.configVersions.get({ org, groupId, number: Number(number) }));
  const served = JSON.stringify(JSON.parse(version.body), null, 2);
  return (
    <>
      <h2 className="text-lg font-semibold">v{version.number}: {version.message}</h2>
      <p className="flex flex-wrap items-center gap-2 text-muted">Hash <code className="break-all">{version.etag}</code> <CopyButton text={version.etag} label="the hash" /></p>
      {([["As written", version.source], ["As served", served]] as const).map(([title, text]) => (
        <Card key={title} title={title}><CopyButton text={text} label={title} /><pre className="mt-2 max-h-[50vh] overflow-auto" tabIndex={0}>{text}</pre></Card>
      ))}
    </>
  );
}

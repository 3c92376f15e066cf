"use client";
import { useState, useTransition } from "react";
import { Button, Card, Field, Table } from "@/app/_ui/controls";
import { CopyButton } from "@/app/_ui/copy-button";
import { renderSetupAction } from "../actions";
import { Watch } from "./watch";

type At = { org: string; groupId: string };
type Plan = Extract<Awaited<ReturnType<typeof renderSetupAction>>, { blocks: unknown }>;

const PLATFORMS = [["docker", "Docker"], ["compose", "Docker Compose"], ["kubernetes", "Kubernetes (Helm)"], ["universal", "Universal (kong.conf, systemd)"]] as const;

export function NewInstance({ at }: { at: At }) {
  const [plan, setPlan] = useState<(Plan & { madeAt: number }) | null>(null);
  const [error, setError] = useState<{ error?: string; field?: string }>({});
  const [isPending, start] = useTransition();
  const generate = (form: FormData) =>
    start(async () => {
      const result = await renderSetupAction(at, form);
      setError("blocks" in result ? {} : result);
      if ("blocks" in result) setPlan({ ...result, madeAt: Date.now() });
    });
  const errorOf = (field: string) => (error.field?.split(".")[0] === field ? error.error : undefined);
  return (
    <>
      <Card title="New instance">
        <form onSubmit={(event) => { event.preventDefault(); generate(new FormData(event.currentTarget)); }} className="grid gap-3 md:grid-cols-2">
          <fieldset className="flex flex-wrap gap-4 md:col-span-2">
            <legend className="font-medium">Where it runs</legend>
            {PLATFORMS.map(([id, name]) => <label key={id} className="flex items-center gap-1"><input type="radio" name="platform" value={id} defaultChecked={id === "docker"} /> {name}</label>)}
          </fieldset>
          <label className="flex flex-col gap-1"><span className="font-medium">Image</span>
            <select name="image" className="min-h-9 rounded-md border border-line bg-raised px-2"><option>kong:3.9</option><option>kong/kong-gateway:3.10</option><option>kong/kong-gateway:3.11</option></select>
          </label>
          <Field label="Labels" name="labels" placeholder="zone=eu,tier=edge" hint="key=value, separated by commas." error={errorOf("labels")} />
          <Field label="Proxy port" name="proxyPort" type="number" defaultValue={8000} min={1} max={65535} required error={errorOf("proxyPort")} />
          <Field label="Proxy TLS port" name="proxySslPort" type="number" defaultValue={8443} min={1} max={65535} required error={errorOf("proxySslPort")} />
          <Field label="Token is good for (minutes)" name="ttlMinutes" type="number" defaultValue={60} min={5} max={43200} required error={errorOf("ttlMinutes")} />
          <Field label="Uses of the token" name="maxUses" type="number" defaultValue={1} min={1} max={100000} hint="Empty: unlimited." error={errorOf("maxUses")} />
          <label className="flex items-center gap-2"><input type="checkbox" name="isEphemeral" /> Ephemeral: its record goes when it stops</label>
          <div className="md:col-span-2">{error.error && <p role="alert" className="mb-2 text-danger">{error.error}</p>}<Button disabled={isPending}>{isPending ? "Generating…" : "Generate"}</Button></div>
        </form>
      </Card>
      {plan && (
        <>
          <Watch at={at} instanceId={plan.instanceId} since={plan.madeAt} />
          {plan.isUnreachable && <p role="alert" className="text-danger">These blocks name an address that means the container itself there. Set SIGNALBOX_URL to an HTTPS address that the host can reach, start Signalbox again, and generate anew.</p>}
          <p className="text-warn">The enrollment token below is shown this once. It is good until {new Date(plan.expiresAt).toLocaleString()} and for {plan.maxUses ?? "unlimited"} {plan.maxUses === 1 ? "use" : "uses"}.</p>
          {plan.blocks.map((block, index) => (
            <Card key={block.id} title={`${index + 1}. ${block.title}`}>
              <div className="mb-2 flex items-start justify-between gap-3"><p className="text-muted">{block.explanation}</p><CopyButton text={block.code} label={block.title} /></div>
              <pre className="overflow-x-auto rounded-md border border-line bg-surface p-3" tabIndex={0}>{block.code}</pre>
            </Card>
          ))}
          <Table label="Settings" head={["Setting", "Value", "What it does"]}>
            {plan.settings.map((setting) => <tr key={setting.name}><td><code>{setting.name}</code></td><td><code className="break-all">{setting.value}</code></td><td>{setting.meaning}</td></tr>)}
          </Table>
        </>
      )}
    </>
  );
}

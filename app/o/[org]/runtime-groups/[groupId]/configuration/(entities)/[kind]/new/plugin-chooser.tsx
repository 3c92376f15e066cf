"use client";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button, Card, Empty, Field } from "@/app/_ui/controls";
import { paths } from "@/app/paths";

interface Purpose {
  purpose: string;
  plugins: { name: string; help: string; isTold: boolean; scopes: { service: boolean; route: boolean; consumer: boolean } }[];
}

interface Props {
  at: { org: string; groupId: string };
  purposes: Purpose[];
  /** The scope that the plugin begins with. */
  given: Record<string, string>;
}

const NAME = /^[a-z0-9][a-z0-9_-]*$/i;

/** Plugins by what they are for; one that nobody knows is asked for by its name. */
export function PluginChooser({ at, purposes, given }: Props) {
  const router = useRouter();
  const [search, setSearch] = useState("");
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (purpose: string, { name, help }: Purpose["plugins"][number]) => {
    const text = `${name} ${help} ${purpose}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const isScoped = ({ scopes }: Purpose["plugins"][number]) => Object.entries(scopes).every(([scope, isAllowed]) => isAllowed || !(scope in given));
  const shown = purposes
    .map(({ purpose, plugins }) => ({ purpose, plugins: plugins.filter((each) => isScoped(each) && fits(purpose, each)) }))
    .filter(({ plugins }) => plugins.length > 0);
  const total = shown.reduce((sum, { plugins }) => sum + plugins.length, 0);
  const href = (name: string) => paths.newEntity(at.org, at.groupId, "plugins", { ...given, plugin: name });
  const onOther = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get("plugin") ?? "").trim();
    if (NAME.test(name)) router.push(href(name));
  };
  return (
    <>
      <input
        type="search"
        autoFocus
        aria-label="Search plugins by name or purpose"
        placeholder="Search by name or purpose"
        className="min-h-9 w-full max-w-sm rounded-md border border-edge bg-raised px-2.5 placeholder:text-muted"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <p role="status" className="sr-only">
        {total} plugins
      </p>
      {shown.map(({ purpose, plugins }) => (
        <section key={purpose} aria-label={purpose}>
          <h3 className="mb-2 font-semibold">{purpose}</h3>
          <ul className="grid gap-2 sm:grid-cols-2 lg:grid-cols-3">
            {plugins.map(({ name, help, isTold }) => (
              <li key={name}>
                <Link href={href(name)} prefetch={false} className="block h-full rounded-md border border-line bg-raised px-3 py-2 hover:bg-hover">
                  <span className="font-medium text-accent">{name}</span>
                  {isTold && <span className="ml-2 text-xs text-muted">as your nodes told</span>}
                  <span className="block text-[13px] text-muted">{help}</span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {total === 0 && <Empty title="No known plugin fits">Take a word away, or name the plugin below.</Empty>}
      <Card title="Another plugin">
        <form onSubmit={onOther} className="flex max-w-md flex-col gap-3">
          <Field
            label="Name of the plugin"
            name="plugin"
            autoComplete="off"
            spellCheck={false}
            pattern="[A-Za-z0-9][A-Za-z0-9_\-]*"
            required
            hint="One of your own that no node has told of yet. Its configuration is written as YAML and not checked here."
          />
          <div>
            <Button kind="quiet">Go on</Button>
          </div>
        </form>
      </Card>
    </>
  );
}

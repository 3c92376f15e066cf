"use client";
import { Command } from "cmdk";
import { useParams, useRouter } from "next/navigation";
import { Dialog } from "radix-ui";
import { useEffect, useState } from "react";
import { failureOf, trpc } from "@/app/_trpc/client";
import { Icon, type IconName } from "@/app/_ui/icon";
import { paths } from "@/app/paths";

type Found = Awaited<ReturnType<typeof trpc.search.find.query>>;

const NOTHING: Found = { groups: [], instances: [] };
const TYPING_MS = 120;

/** The pages one may go to from here: those of the org, and of the group that is open. */
function pagesOf(org: string, groupId: string | undefined): [name: string, href: string, icon: IconName][] {
  const ofOrg: [string, string, IconName][] = [
    ["Overview", paths.overview(org), "overview"],
    ["Runtime groups", paths.groups(org), "groups"],
    ["Activity", paths.activity(org), "activity"],
    ["Organization settings", paths.orgSettings(org), "settings"],
  ];
  if (!groupId) return ofOrg;
  return [
    ["Instances of this group", paths.instances(org, groupId), "instance"],
    ["New instance in this group", paths.newInstance(org, groupId), "plus"],
    ["Configuration of this group", paths.configuration(org, groupId), "groups"],
    ["Versions of this group", paths.versions(org, groupId), "groups"],
    ["Rollouts of this group", paths.rollouts(org, groupId), "groups"],
    ["Settings of this group", paths.groupSettings(org, groupId), "settings"],
    ...ofOrg,
  ];
}

/** What fits the text, asked anew a moment after the last key. An answer that comes late is dropped. */
function useFound(org: string, text: string, isOpen: boolean) {
  const [found, setFound] = useState<{ text: string; is: Found; error?: string }>({ text: "", is: NOTHING });
  useEffect(() => {
    if (!isOpen) return;
    let isOver = false;
    const timer = setTimeout(async () => {
      const answer = await trpc.search.find.query({ org, text }).then(
        (is) => ({ text, is }),
        (error: unknown) => ({ text, is: NOTHING, error: failureOf(error).message }),
      );
      if (!isOver) setFound(answer);
    }, TYPING_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [org, text, isOpen]);
  return found;
}

const GROUP =
  "[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted";

function Item({ value, icon, onGo, children }: { value: string; icon: IconName; onGo: () => void; children: string }) {
  return (
    <Command.Item value={value} onSelect={onGo} className="flex cursor-pointer items-center gap-2 rounded px-3 py-2 data-[selected=true]:bg-hover">
      <Icon name={icon} />
      <span className="min-w-0 break-words">{children}</span>
    </Command.Item>
  );
}

/** Finds pages, groups and instances and goes there: Ctrl or Cmd and K, from anywhere. */
export function CommandPalette() {
  const router = useRouter();
  const { org, groupId } = useParams<{ org: string; groupId?: string }>();
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState("");
  const wanted = text.trim().toLowerCase();
  const found = useFound(org, wanted, isOpen);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      setOpen((was) => !was);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  const go = (href: string) => {
    setOpen(false);
    setText("");
    router.push(href);
  };
  const fits = (...texts: string[]) => texts.some((each) => each.toLowerCase().includes(wanted));
  const pages = pagesOf(org, groupId).filter(([name]) => fits(name));
  // What was found for the text before stays until the answer comes, as far as it fits.
  const groups = found.is.groups.filter((each) => fits(each.name, each.id));
  const instances = found.is.instances.filter((each) => fits(each.hostname, each.id));
  const values = [...groups.map((each) => each.id), ...instances.map((each) => each.id), ...pages.map(([, href]) => href)];
  const isNothing = found.text === wanted && values.length === 0;
  return (
    <Dialog.Root open={isOpen} onOpenChange={setOpen}>
      <Dialog.Trigger aria-label="Search (Ctrl K)" className="flex items-center gap-2 rounded-md border border-line px-2.5 py-1.5 text-muted hover:bg-hover">
        <Icon name="search" />
        <span className="flex-1 text-left max-md:sr-only">Search</span>
        <kbd className="rounded border border-line px-1 font-sans text-xs max-md:hidden">Ctrl K</kbd>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-30 bg-black/50" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-40 w-[calc(100vw-2rem)] max-w-xl -translate-x-1/2 rounded-lg border border-line bg-raised shadow-xl"
        >
          <Dialog.Title className="sr-only">Search</Dialog.Title>
          <Command
            shouldFilter={false}
            value={values.includes(chosen) ? chosen : (values[0] ?? "")}
            onValueChange={setChosen}
            label="Search pages, groups and instances"
          >
            <Command.Input
              value={text}
              onValueChange={setText}
              placeholder="Find a page, a group or an instance"
              className="w-full border-b border-line bg-transparent px-4 py-3 outline-none placeholder:text-muted"
            />
            {found.error && (
              <p role="alert" className="px-4 py-3 text-danger">
                {found.error}
              </p>
            )}
            {isNothing && !found.error && (
              <p role="status" className="px-4 py-5 text-center text-muted">
                Nothing is named like this. Search by a name or an ID.
              </p>
            )}
            <Command.List className="max-h-[50vh] overflow-y-auto p-1.5">
              {groups.length > 0 && (
                <Command.Group heading="Runtime groups" className={GROUP}>
                  {groups.map((each) => (
                    <Item key={each.id} value={each.id} icon="groups" onGo={() => go(paths.group(org, each.id))}>
                      {each.name}
                    </Item>
                  ))}
                </Command.Group>
              )}
              {instances.length > 0 && (
                <Command.Group heading="Instances" className={GROUP}>
                  {instances.map((each) => (
                    <Item
                      key={each.id}
                      value={each.id}
                      icon="instance"
                      onGo={() => go(paths.instance(org, each.groupId, each.id))}
                    >{`${each.hostname} in ${each.groupName}`}</Item>
                  ))}
                </Command.Group>
              )}
              {pages.length > 0 && (
                <Command.Group heading="Pages" className={GROUP}>
                  {pages.map(([name, href, icon]) => (
                    <Item key={href} value={href} icon={icon} onGo={() => go(href)}>
                      {name}
                    </Item>
                  ))}
                </Command.Group>
              )}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

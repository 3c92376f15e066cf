"use client";
import { useState } from "react";
import { toast } from "sonner";
import { failureOf, trpc } from "@/app/_trpc/client";
import { Icon } from "@/app/_ui/icon";
import { MenuItem, MenuLine, MenuNote } from "@/app/_ui/menu";
import { saveFile } from "@/app/_ui/save-file";
import { SaveAsMenu } from "./save-as-menu";

interface Props {
  at: { org: string; groupId: string };
  /** The number of a config version, or the draft. */
  source: number | "draft";
  /** Without its ending. */
  fileName: string;
  /** Whether the reader may have the secrets. */
  canReveal: boolean;
}

const FORMATS = [
  ["deck", "decK YAML", "yaml"],
  ["declarative", "Declarative JSON", "json"],
] as const;

/** Saves a configuration as a file, its secrets masked or, for who may have them, in clear. */
export function ExportMenu({ at, source, fileName, canReveal }: Props) {
  const [isPending, setPending] = useState(false);
  const save = async (format: "deck" | "declarative", ending: string, withSecrets: boolean) => {
    setPending(true);
    const answer = await trpc.configVersions.export.mutate({ ...at, source, format, withSecrets }).catch(failureOf);
    setPending(false);
    if ("kind" in answer) return toast.error(`Not exported: ${answer.message}`);
    saveFile(answer.text, `${fileName}${withSecrets ? "" : "-masked"}.${ending}`);
    toast.success(withSecrets ? "Exported with its secrets in clear: keep the file safe. This stands in the activity." : "Exported with its secrets masked.");
  };
  const items = (withSecrets: boolean) =>
    FORMATS.map(([format, name, ending]) => (
      <MenuItem key={name} onSelect={() => void save(format, ending, withSecrets)}>
        <Icon name="download" />
        {name}
      </MenuItem>
    ));
  return (
    <SaveAsMenu isPending={isPending}>
      {canReveal && (
        <>
          <MenuNote>With secrets in clear, to import elsewhere. Noted in the activity.</MenuNote>
          {items(true)}
          <MenuLine />
        </>
      )}
      <MenuNote>{canReveal ? "Secrets masked, to show around." : "Secrets masked: the ones in clear need the role Editor."}</MenuNote>
      {items(false)}
    </SaveAsMenu>
  );
}

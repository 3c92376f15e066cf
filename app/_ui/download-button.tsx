"use client";
import { Button } from "./controls";
import { Icon } from "./icon";
import { saveFile } from "./save-file";

/** Saves a text as a file, from what the page holds already. */
export function DownloadButton({ text, fileName, label }: { text: string; fileName: string; label: string }) {
  return (
    <Button kind="quiet" type="button" aria-label={label} onClick={() => saveFile(text, fileName)}>
      <Icon name="download" />
      Download
    </Button>
  );
}

"use client";
import { Button } from "./controls";
import { Icon } from "./icon";

/** Saves a text as a file, from what the page holds already. */
export function DownloadButton({ text, fileName, label }: { text: string; fileName: string; label: string }) {
  const download = () => {
    const url = URL.createObjectURL(new Blob([text], { type: "application/octet-stream" }));
    const link = Object.assign(document.createElement("a"), { href: url, download: fileName });
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <Button kind="quiet" type="button" aria-label={label} onClick={download}>
      <Icon name="download" />
      Download
    </Button>
  );
}

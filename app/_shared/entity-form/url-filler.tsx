"use client";
import { useState } from "react";
import { INPUT } from "./field-frame";
import type { Fields } from "./form-value";
import { urlParts } from "./url-parts";

const NONE: Fields = { protocol: undefined, host: undefined, port: undefined, path: undefined };

/** Takes a URL apart into the fields of a gateway service, which can be changed afterwards. */
export function UrlFiller({ onFill }: { onFill: (parts: Fields) => void }) {
  const [text, setText] = useState("");
  const type = (typed: string) => {
    setText(typed);
    const parts = urlParts(typed);
    if (parts) onFill({ ...NONE, ...parts });
  };
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor="service-url" className="font-medium">
        From a URL
      </label>
      <input
        id="service-url"
        className={INPUT}
        value={text}
        placeholder="http://orders.internal:8080/v1"
        aria-describedby="service-url-note"
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => type(event.target.value)}
      />
      <p id="service-url-note" className="text-[13px] text-muted" aria-live="polite">
        {text !== "" && !urlParts(text)
          ? "Not a URL yet: protocol, host, and port or path where they matter."
          : "Fills in protocol, host, port and path below."}
      </p>
    </div>
  );
}

import { Field, SelectField } from "@/app/_ui/controls";

const PLATFORMS = [
  ["docker", "Docker", "Two containers on one host"],
  ["compose", "Docker Compose", "One compose.yaml"],
  ["kubernetes", "Kubernetes (Helm)", "The chart kong/kong with a sidecar"],
  ["universal", "Universal", "kong.conf and systemd on Linux"],
] as const;

const TTLS = [
  [15, "15 minutes"],
  [60, "1 hour"],
  [480, "8 hours"],
  [1440, "1 day"],
  [10_080, "7 days"],
  [43_200, "30 days"],
] as const;

/** Where the instance runs. */
export function PlatformFields({ platform, onChoose }: { platform: string; onChoose: (platform: string) => void }) {
  return (
    <fieldset>
      <legend className="mb-1 font-medium">Where it runs</legend>
      <div className="grid gap-2 sm:grid-cols-2 lg:grid-cols-4">
        {PLATFORMS.map(([id, name, text]) => (
          <label
            key={id}
            className="flex items-start gap-2 rounded-md border border-line p-3 has-checked:border-accent has-checked:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input type="radio" name="platform" value={id} checked={platform === id} onChange={() => onChoose(id)} className="mt-0.5 accent-accent" />
            <span>
              <span className="block font-medium">{name}</span>
              <span className="block text-[13px] text-muted">{text}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** What the blocks are made from. In Kubernetes the terms of the token follow from the platform, and are told instead of asked. */
export function SetupFields({ platform, errorOf }: { platform: string; errorOf: (name: string) => string | undefined }) {
  const isKubernetes = platform === "kubernetes";
  return (
    <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
      {platform !== "universal" && (
        <>
          <Field
            label="Image"
            name="image"
            list="images"
            defaultValue="kong:3.9"
            required
            autoComplete="off"
            hint="kong:3.9 (open source), or kong/kong-gateway:3.10 and later."
            error={errorOf("image")}
          />
          <datalist id="images">
            <option value="kong:3.9" />
            <option value="kong/kong-gateway:3.10" />
            <option value="kong/kong-gateway:3.11" />
          </datalist>
        </>
      )}
      <Field
        label="Labels"
        name="labels"
        placeholder="zone=eu, tier=edge"
        autoComplete="off"
        hint="key=value, separated by commas."
        error={errorOf("labels")}
      />
      <Field
        label="Proxy port"
        name="proxyPort"
        type="number"
        defaultValue={8000}
        min={1}
        max={65535}
        required
        hint="Where the node takes traffic."
        error={errorOf("proxyPort")}
      />
      <Field label="Proxy TLS port" name="proxySslPort" type="number" defaultValue={8443} min={1} max={65535} required error={errorOf("proxySslPort")} />
      {isKubernetes ? (
        <p className="text-muted sm:col-span-2 lg:col-span-3">
          The token is good for 30 days and any number of uses, and the record of a pod goes when the pod stops: pods come and go, and each enrolls anew.
        </p>
      ) : (
        <TokenFields errorOf={errorOf} />
      )}
    </div>
  );
}

/** The terms of the token: how long, how often and for what it enrolls. */
function TokenFields({ errorOf }: { errorOf: (name: string) => string | undefined }) {
  return (
    <>
      <SelectField label="Token is good for" name="ttlMinutes" defaultValue={60} error={errorOf("ttlMinutes")}>
        {TTLS.map(([minutes, text]) => (
          <option key={minutes} value={minutes}>
            {text}
          </option>
        ))}
      </SelectField>
      <Field
        label="Uses of the token"
        name="maxUses"
        type="number"
        defaultValue={1}
        min={1}
        max={100000}
        placeholder="unlimited"
        hint="One per instance. Empty: unlimited."
        error={errorOf("maxUses")}
      />
      <label className="flex items-center gap-2 sm:col-span-2 lg:col-span-3">
        <input type="checkbox" name="isEphemeral" className="accent-accent" /> Ephemeral: its record goes when it stops
      </label>
    </>
  );
}

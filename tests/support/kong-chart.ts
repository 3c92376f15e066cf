import { z } from "zod";

/**
 * The chart kong/kong as far as our values touch it, in our own words: which keys it takes, its defaults, and how it makes
 * Kong's environment of them. Learnt from the chart's values and templates, 2.41 and 3.x.
 */
const Port = z.number().int().min(1).max(65535);
const Text = z.string().min(1);
const FieldRef = z.strictObject({ valueFrom: z.strictObject({ fieldRef: z.strictObject({ fieldPath: z.enum(["metadata.uid", "metadata.name"]) }) }) });
const Listener = z.strictObject({ enabled: z.boolean().optional(), servicePort: Port.optional(), containerPort: Port.optional() });

/** A container of a pod, as the Kubernetes API takes it; an unknown field is refused there under strict validation. */
export const Container = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]{1,63}$/),
  image: Text,
  command: z.array(Text),
  env: z.array(z.union([z.strictObject({ name: Text, value: z.string() }), FieldRef.extend({ name: Text })])),
  resources: z.strictObject({ requests: z.record(z.string(), Text), limits: z.record(z.string(), Text) }),
  securityContext: z.strictObject({
    runAsUser: z.number().int().min(1),
    runAsNonRoot: z.literal(true),
    readOnlyRootFilesystem: z.literal(true),
    allowPrivilegeEscalation: z.literal(false),
    capabilities: z.strictObject({ drop: z.tuple([z.literal("ALL")]) }),
    seccompProfile: z.strictObject({ type: z.literal("RuntimeDefault") }),
  }),
  volumeMounts: z.array(z.strictObject({ name: Text, mountPath: z.string().startsWith("/"), readOnly: z.boolean().optional() })),
});
const Volume = z.union([
  z.strictObject({ name: Text, emptyDir: z.strictObject({}) }),
  z.strictObject({ name: Text, configMap: z.strictObject({ name: Text }) }),
  z.strictObject({ name: Text, secret: z.strictObject({ secretName: Text }) }),
]);

/** Our part of the chart's values. The chart turns `env` into KONG_ variables: text, or a whole `valueFrom`. */
export const ChartValues = z.strictObject({
  image: z.strictObject({ repository: Text, tag: Text }),
  env: z.record(z.string().regex(/^[a-z_]+$/), z.union([Text, FieldRef])),
  ingressController: z.strictObject({ enabled: z.boolean() }),
  admin: z.strictObject({ enabled: z.boolean() }),
  manager: z.strictObject({ enabled: z.boolean() }),
  status: z.strictObject({ enabled: z.boolean(), http: Listener }),
  proxy: z.strictObject({ http: Listener, tls: Listener }),
  podAnnotations: z.record(z.string(), Text),
  deployment: z.strictObject({ userDefinedVolumes: z.array(Volume), sidecarContainers: z.array(Container) }),
});
export type ChartValues = z.infer<typeof ChartValues>;

/** Names of volumes that the chart makes itself, after the release. */
export const chartVolumes = (release: string): string[] => [`${release}-kong-prefix-dir`, `${release}-kong-tmp`, `${release}-kong-token`];

/** Kong's environment as the chart makes it: from its listeners and defaults, then overridden by `env`. */
export function kongEnvironment(values: ChartValues): Record<string, unknown> {
  const listen = (address: string, http: number | null, tls: number | null) =>
    [http === null ? "" : `${address}:${http}`, tls === null ? "" : `${address}:${tls} http2 ssl`].filter(Boolean).join(", ") || "off";
  const made = {
    KONG_ADMIN_LISTEN: listen(values.admin.enabled ? "0.0.0.0" : "127.0.0.1", null, 8444),
    KONG_PROXY_LISTEN: listen("0.0.0.0", values.proxy.http.containerPort ?? 8000, values.proxy.tls.containerPort ?? 8443),
    KONG_STATUS_LISTEN:
      values.status.enabled && values.status.http.enabled !== false ? listen("0.0.0.0", values.status.http.containerPort ?? 8100, null) : "off",
    KONG_PORT_MAPS: `${values.proxy.http.servicePort ?? 80}:${values.proxy.http.containerPort ?? 8000}, ${values.proxy.tls.servicePort ?? 443}:${values.proxy.tls.containerPort ?? 8443}`,
    KONG_PREFIX: "/kong_prefix/",
  };
  const defaults = { database: "off", router_flavor: "traditional" };
  const own = Object.entries({ ...defaults, ...values.env }).map(([name, value]) => [`KONG_${name.toUpperCase()}`, value]);
  return { ...made, ...Object.fromEntries(own) };
}

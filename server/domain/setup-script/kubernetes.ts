import { AGENT_IMAGE, agentBlock, subshell, verifiedAgent } from "./agent-block";
import { hereDocument, shellQuote } from "./quote";
import { ADMIN_PORT, agentSettings, describeSettings, type Settings } from "./settings";
import type { DescribedSetting, SetupInput, SetupPlan } from "./setup-plan";
import { yamlFile } from "./yaml-file";

const NAMESPACE = "kong";
const MOUNTS = { agent: "/signalbox-agent", token: "/signalbox-token", state: "/signalbox-state" };
/** The mounted folder belongs to root and is open to all; the agent makes one of its own inside, of mode 0700. */
const PATHS = { token: `${MOUNTS.token}/token`, state: `${MOUNTS.state}/agent` };
const POD_UID = { valueFrom: { fieldRef: { fieldPath: "metadata.uid" } } };

/** The Helm release of a group: running the blocks again upgrades it, and other groups have their own. */
const releaseName = (input: SetupInput): string => `kong-${input.groupId.slice(0, 8)}`;

/** What passes the pod security standard "restricted"; 1000 is the user of Kong's own image too. */
const SECURITY = {
  runAsUser: 1000,
  runAsNonRoot: true,
  readOnlyRootFilesystem: true,
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  seccompProfile: { type: "RuntimeDefault" },
};

const KONG_ENV = {
  database: "off",
  node_id: POD_UID,
  admin_listen: `127.0.0.1:${ADMIN_PORT}`,
  admin_gui_listen: "off",
  router_flavor: "traditional_compatible",
};

function chartValues(input: SetupInput, agent: Settings) {
  const [repository = "kong", tag = "3.9"] = input.image.split(":");
  const name = releaseName(input);
  const env = Object.entries(agent).map(([key, value]) => (key === "SIGNALBOX_INSTANCE_ID" ? { name: key, ...POD_UID } : { name: key, value }));
  return {
    image: { repository, tag },
    env: KONG_ENV,
    ingressController: { enabled: false },
    admin: { enabled: false },
    manager: { enabled: false },
    status: { enabled: true, http: { enabled: true, containerPort: 8100 } },
    proxy: { http: { servicePort: input.proxyPort, containerPort: 8000 }, tls: { servicePort: input.proxySslPort, containerPort: 8443 } },
    // Another agent is another pod template: an upgrade rolls the pods.
    podAnnotations: { "signalbox/agent-sha256": input.agentSha256 },
    deployment: {
      userDefinedVolumes: [
        { name: "signalbox-agent", configMap: { name: `${name}-agent` } },
        { name: "signalbox-token", secret: { secretName: `${name}-token` } },
        { name: "signalbox-state", emptyDir: {} },
      ],
      sidecarContainers: [
        {
          name: "signalbox-agent",
          image: AGENT_IMAGE,
          command: ["sh", `${MOUNTS.agent}/runtime-agent.sh`],
          env,
          resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "256Mi" } },
          securityContext: SECURITY,
          volumeMounts: [
            { name: "signalbox-agent", mountPath: MOUNTS.agent, readOnly: true },
            { name: "signalbox-token", mountPath: MOUNTS.token, readOnly: true },
            { name: "signalbox-state", mountPath: MOUNTS.state },
          ],
        },
      ],
    },
  };
}

const apply = (create: string): string => `${create} --dry-run=client -o yaml | kubectl apply -f -`;

/** What is set through keys of the chart, which turns them into Kong's settings. */
const chartSettings = (input: SetupInput): DescribedSetting[] => [
  ...describeSettings(
    {
      KONG_DATABASE: "off",
      KONG_NODE_ID: "the pod's uid",
      KONG_ADMIN_LISTEN: KONG_ENV.admin_listen,
      KONG_ADMIN_GUI_LISTEN: "off",
      KONG_ROUTER_FLAVOR: KONG_ENV.router_flavor,
    },
    (name) => `env.${name.slice(5).toLowerCase()}`,
  ),
  { name: "ingressController.enabled", value: "false", meaning: "No ingress controller: the config comes from Signalbox alone." },
  { name: "admin.enabled, manager.enabled", value: "false", meaning: "No Service leads to the admin API or to Kong's own web console." },
  { name: "status.http.containerPort", value: "8100", meaning: "Health and metrics: the pod is ready once Kong has a config." },
  { name: "proxy.http.servicePort", value: String(input.proxyPort), meaning: "Where the Service takes plain traffic." },
  { name: "proxy.tls.servicePort", value: String(input.proxySslPort), meaning: "Where the Service takes TLS traffic." },
];

/** A release of the chart kong/kong with the agent as a sidecar; each pod enrolls as an instance of its own. */
export function kubernetes(input: SetupInput): SetupPlan {
  const name = releaseName(input);
  const folder = `"$HOME"/${shellQuote(`signalbox/${name}`)}`;
  const agent = agentSettings({ ...input, isEphemeral: true }, PATHS);
  const until = `${new Date(input.tokenExpiresAt).toISOString().slice(0, 16).replace("T", " ")} UTC`;
  return {
    blocks: [
      agentBlock(input, folder),
      {
        id: "secret",
        title: "Keep both in the cluster",
        explanation: `A Secret with the token and a ConfigMap with the agent, in the namespace ${NAMESPACE}. New pods enroll with this token until ${until}; before then, generate anew and run the first two blocks again.`,
        language: "sh",
        code: subshell([
          ...verifiedAgent(input, folder),
          `[ -r "$folder/token" ] || stop 'the token is not there. Run the first block again.'`,
          apply(`kubectl create namespace ${NAMESPACE}`),
          apply(`kubectl create secret generic ${name}-token --namespace ${NAMESPACE} --from-file=token="$folder/token"`),
          apply(`kubectl create configmap ${name}-agent --namespace ${NAMESPACE} --from-file="$folder/runtime-agent.sh"`),
          `rm -f "$folder/token"`,
        ]),
      },
      {
        id: "values",
        title: "Write values.yaml",
        explanation: "Settings of the chart kong/kong: no database, no ingress controller, the agent as a sidecar.",
        language: "sh",
        code: subshell([...verifiedAgent(input, folder), hereDocument(`"$folder/values.yaml"`, yamlFile(chartValues(input, agent)))]),
      },
      {
        id: "helm",
        title: "Install or upgrade",
        explanation: "Each pod enrolls as an instance of its own, and its record goes when it ends. Pods are ready once the group has a published config.",
        language: "sh",
        code: subshell([
          ...verifiedAgent(input, folder),
          `helm upgrade --install ${name} kong --repo https://charts.konghq.com --namespace ${NAMESPACE} --skip-crds --values "$folder/values.yaml"`,
        ]),
      },
    ],
    settings: [...chartSettings(input), ...describeSettings({ ...agent, SIGNALBOX_INSTANCE_ID: "the pod's uid" })],
  };
}

import type { Fields } from "./form-value";

const PORTS: Record<string, number> = { http: 80, https: 443, grpc: 80, grpcs: 443, tls: 443 };

/** The fields of a gateway service that a URL stands for; undefined for what is none. A default is left out. */
export function urlParts(text: string): Fields | undefined {
  const [, protocol, host, port, path] = /^(https?|grpcs?|tcp|tls|udp):\/\/([^/:?#\s]+|\[[0-9a-f:.]+\])(?::(\d{1,5}))?(\/[^?#\s]*)?$/i.exec(text.trim()) ?? [];
  if (!protocol || !host) return undefined;
  const scheme = protocol.toLowerCase();
  const number = port === undefined ? PORTS[scheme] : Number(port);
  return {
    ...(scheme === "http" ? {} : { protocol: scheme }),
    host,
    ...(number === undefined || number === 80 ? {} : { port: number }),
    ...(path === undefined || path === "/" ? {} : { path }),
  };
}

import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  // Every reader gets a page with its title. Streamed after it, a title is missing for a moment whenever a live page renews itself.
  htmlLimitedBots: /./,
  // `npm run check` checks types, tests included; a start need not.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["@libsql/client", "@libsql/hrana-client", "@libsql/isomorphic-ws", "libsql"],
  headers: async () => [
    {
      source: "/:path*",
      headers: [
        { key: "X-Content-Type-Options", value: "nosniff" },
        { key: "X-Frame-Options", value: "DENY" },
        { key: "Referrer-Policy", value: "no-referrer" },
      ],
    },
  ],
};

export default config;
